import {
  ApiWrite,
  collectionMatches,
  RoutingCommandBus,
  type Settled,
  VersionConflictError,
  WriteReplies,
  WriteRequests,
} from '@firstwrite/command-bus';
import { type OrderAction, orderActions } from '../domain/order.decider';
import { type OrderBody, orderBodySchema } from '../read/order.body';
import type { OrderId } from '../../domain/primitives';
import { orderIdField } from '../../fields';
import { Body, Controller, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { OrderBatchController } from './order-batch.controller';
import { ChangeOrder, changeOrderBody, type ChangeOrderBody, ChangeOrderHandler } from './change-order.command';
import { PlaceOrder, placeOrderBody, type PlaceOrderBody, PlaceOrderHandler } from './place-order.command';

@ApiTags('orders')
@Controller('v1/orders')
class OrdersController {
  constructor(
    private readonly bus: RoutingCommandBus,
    private readonly requests: WriteRequests,
    private readonly replies: WriteReplies,
  ) {}

  @Post()
  @HttpCode(201)
  @ApiWrite({
    summary: 'Place an order: it takes all its units, or none',
    answer: [201, orderBodySchema],
    refusals: ['insufficient-stock', 'version-conflict', 'request-in-flight'],
  })
  async place(
    @Body({ schema: placeOrderBody }) body: PlaceOrderBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<OrderBody> {
    const { ifMatch, ...headers } = this.requests.read(request);
    if (!collectionMatches(ifMatch)) throw new VersionConflictError([], 'if-match');
    const { region } = this.requests;
    const now = new Date().toISOString();
    const settled = await this.bus.execute<Settled<OrderBody>>(
      new PlaceOrder(body, { ...headers, region, operation: 'PlaceOrder', now }),
    );
    void reply.header('location', `/v1/orders/${settled.body.orderId}`);
    return this.replies.settled(reply, settled);
  }

  @Post(orderActions.map((action) => `:orderId/${action}`))
  @HttpCode(200)
  @ApiWrite({
    summary: 'Move an order along; cancelling and returning put its units back',
    answer: [200, orderBodySchema],
    refusals: ['not-found', 'illegal-transition', 'request-in-flight'],
  })
  async change(
    @Param('orderId', { schema: orderIdField }) orderId: OrderId,
    @Body({ schema: changeOrderBody }) body: ChangeOrderBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<OrderBody> {
    const headers = this.requests.read(request);
    const action = request.routeOptions.url?.split('/').at(-1) as OrderAction;
    const { reason } = body;
    const change = { orderId, action, at: new Date().toISOString(), ...(reason !== undefined && { reason }) };
    const settled = await this.bus.execute<Settled<OrderBody>>(new ChangeOrder(change, headers));
    return this.replies.settled(reply, settled);
  }
}

/** The writes of orders, for the catalogue. */
export const orderWrites = {
  controllers: [OrderBatchController, OrdersController],
  handlers: [PlaceOrderHandler, ChangeOrderHandler],
};
