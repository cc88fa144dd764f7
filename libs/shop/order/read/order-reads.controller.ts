import { limits, orderIdField, skuField, textField } from '../../fields';
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
import { Controller, Get, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';

const one = { path: { orderId: orderIdField }, query: {} };
const many = {
  path: {},
  query: {
    status: orderStatusField.optional(),
    customerId: textField(limits.customerIdLengthMax).optional(),
    sku: skuField.optional(),
    ...pageParameters,
  },
};

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
    takes: many,
    body: pageBodySchema(orderBodySchema),
    answers: 'list',
  })
  async list(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply) {
    const { query, freshness } = this.requests.parse(request, many);
    const { limit, cursor, ...filters } = query;
    return replyPage(reply, await this.reader.list(ordersList, { filters, limit, cursor }, freshness));
  }

  @Get(':orderId')
  @ApiRead({ summary: 'Get an order', takes: one, body: orderBodySchema, answers: 'entity' })
  async get(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply) {
    const { path, freshness } = this.requests.parse(request, one);
    return replyEntity(
      { request, reply },
      await this.reader.entity(orderEntity, streamOf.order(path.orderId), freshness),
      'order',
    );
  }
}
