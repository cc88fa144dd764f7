import { ledgerEntryBodySchema } from './ledger-entry.body';
import { locationField, skuField } from '../../fields';
import { streamOf } from '../../stream-name';
import { ledgerList } from './ledger.list';
import { stockEntity } from './stock-availability.view';
import { stockBodySchema } from './stock.body';
import { stockList } from './stock.list';
import {
  ApiRead,
  integerParameter,
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

const item = { location: locationField, sku: skuField };
const one = { path: item, query: {} };
const changes = { path: item, query: pageParameters };
const many = {
  path: {},
  query: {
    location: locationField.optional(),
    sku: skuField.optional(),
    availableMax: integerParameter(Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER)
      .optional()
      .describe('only items with at most this many units available'),
    ...pageParameters,
  },
};

@ApiTags('stock')
@Controller('v1/stock')
export class StockReadsController {
  constructor(
    private readonly reader: Reader,
    private readonly requests: ReadRequests,
  ) {}

  @Get()
  @ApiRead({
    summary: 'List stock by location and SKU',
    takes: many,
    body: pageBodySchema(stockBodySchema),
    answers: 'list',
  })
  async list(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply) {
    const { query, freshness } = this.requests.parse(request, many);
    const { limit, cursor, ...filters } = query;
    return replyPage(reply, await this.reader.list(stockList, { filters, limit, cursor }, freshness));
  }

  @Get(':location/:sku')
  @ApiRead({ summary: 'Get the stock of a SKU at a location', takes: one, body: stockBodySchema, answers: 'entity' })
  async get(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply) {
    const { path, freshness } = this.requests.parse(request, one);
    return replyEntity(
      { request, reply },
      await this.reader.entity(stockEntity, streamOf.stock(path), freshness),
      'stock',
    );
  }

  @Get(':location/:sku/ledger')
  @ApiRead({
    summary: 'List the changes of a stock item, newest first; none when there is no such item',
    takes: changes,
    body: pageBodySchema(ledgerEntryBodySchema),
    answers: 'list',
  })
  async ledger(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply) {
    const { path, query, freshness } = this.requests.parse(request, changes);
    return replyPage(reply, await this.reader.list(ledgerList, { filters: path, ...query }, freshness));
  }
}
