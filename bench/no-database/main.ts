import 'reflect-metadata';
import {
  keyedOrderId,
  type MinorUnits,
  orderBody,
  type OrderBody,
  orderTotal,
  placeOrderBody,
  type PlaceOrderBody,
  shop,
} from '@firstwrite/shop';
import { createHttpApplication, HttpMetrics } from '@firstwrite/platform';
import { Body, Controller, HttpCode, Module, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { problemCatalogue } from '@firstwrite/roles';
import { fingerprintOf, writeHeaders } from '@firstwrite/command-bus';

/** The product's own POST with its parsing, validation, id, fingerprint and answer, but without a database. */
@Controller('v1/orders')
class OrdersWithoutDatabaseController {
  @Post()
  @HttpCode(201)
  place(
    @Body({ schema: placeOrderBody }) { currency, lines }: PlaceOrderBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): OrderBody {
    const { idempotencyKey = '' } = writeHeaders.of(request);
    const orderId = keyedOrderId({ region: 'local', scope: 'anonymous', operation: 'PlaceOrder' }, idempotencyKey);
    const placedAt = new Date().toISOString();
    const order = { orderId, currency, lines, total: orderTotal(lines) as MinorUnits, placedAt, updatedAt: placedAt };
    void reply.header('etag', '"1"').header('location', `/v1/orders/${orderId}`);
    void reply.header('consistency-token', fingerprintOf({ currency, lines }));
    return orderBody({ ...order, status: 'NEW' }, 1);
  }
}

@Module({ controllers: [OrdersWithoutDatabaseController] })
class NoDatabaseModule {}

async function main(): Promise<void> {
  const logger = pino({ level: 'warn' });
  const application = await createHttpApplication(NoDatabaseModule, {
    logger,
    metrics: new HttpMetrics(new Registry()),
    problems: problemCatalogue(shop),
  });
  await application.listen(0, '127.0.0.1');
  process.stdout.write(`ready at ${await application.getUrl()}\n`);
}

void main();
