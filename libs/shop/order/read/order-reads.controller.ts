import { limits, orderIdField, skuField, textField } from '../../fields';
import type { OrderId } from '../../domain/primitives';
import { streamOf } from '../../stream-name';
import { orderBodySchema, orderStatusField } from './order.body';
import { ordersList } from './orders.list';
import { orderEntity } from './orders.view';
import {
  ApiRead,
  pageBodySchema,
  pageParameters,
  Reader,
  ReadRequests,
  replyEntity,
  replyPage,
} from '@firstwrite/reads';
import { Controller, Get, Param, Query, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';

const ordersQuery = z.strictObject({
  status: orderStatusField.optional(),
  customerId: textField(limits.customerIdLengthMax).optional(),
  sku: skuField.optional(),
  ...pageParameters,
});

@ApiTags('orders')
@Controller('v1/orders')
export class OrderReadsController {
  constructor(
    private readonly reader: Reader,
    private readonly requests: ReadRequests,
  ) {}

  @Get()
  @ApiRead({
    summary: 'List orders, newest first',
    body: pageBodySchema(orderBodySchema),
    answers: 'list',
  })
  async list(
    @Query({ schema: ordersQuery }) { limit, cursor, ...filters }: z.output<typeof ordersQuery>,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const freshness = this.requests.freshness(request);
    return replyPage(reply, await this.reader.list(ordersList, { filters, limit, cursor }, freshness));
  }

  @Get(':orderId')
  @ApiRead({ summary: 'Get an order', body: orderBodySchema, answers: 'entity' })
  async get(
    @Param('orderId', { schema: orderIdField }) orderId: OrderId,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const freshness = this.requests.freshness(request);
    const order = await this.reader.entity(orderEntity, streamOf.order(orderId), freshness);
    return replyEntity({ request, reply }, order, 'order');
  }
}
