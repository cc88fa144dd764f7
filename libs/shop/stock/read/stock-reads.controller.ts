import { ledgerEntryBodySchema } from './ledger-entry.body';
import type { StockKey } from '../../domain/primitives';
import { locationField, skuField, stockKeyField } from '../../fields';
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
import { Controller, Get, Param, Query, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';

const stockQuery = z.strictObject({
  location: locationField.optional(),
  sku: skuField.optional(),
  availableMax: integerParameter(Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER)
    .optional()
    .describe('only items with at most this many units available'),
  ...pageParameters,
});
const ledgerQuery = z.strictObject(pageParameters);

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
    body: pageBodySchema(stockBodySchema),
    answers: 'list',
  })
  async list(
    @Query({ schema: stockQuery }) { limit, cursor, ...filters }: z.output<typeof stockQuery>,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const freshness = this.requests.freshness(request);
    return replyPage(reply, await this.reader.list(stockList, { filters, limit, cursor }, freshness));
  }

  @Get(':location/:sku')
  @ApiRead({ summary: 'Get the stock of a SKU at a location', body: stockBodySchema, answers: 'entity' })
  async get(
    @Param({ schema: stockKeyField }) item: StockKey,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const freshness = this.requests.freshness(request);
    const stock = await this.reader.entity(stockEntity, streamOf.stock(item), freshness);
    return replyEntity({ request, reply }, stock, 'stock');
  }

  @Get(':location/:sku/ledger')
  @ApiRead({
    summary: 'List the changes of a stock item, newest first; none when there is no such item',
    body: pageBodySchema(ledgerEntryBodySchema),
    answers: 'list',
  })
  async ledger(
    @Param({ schema: stockKeyField }) item: StockKey,
    @Query({ schema: ledgerQuery }) query: z.output<typeof ledgerQuery>,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const freshness = this.requests.freshness(request);
    return replyPage(reply, await this.reader.list(ledgerList, { filters: item, ...query }, freshness));
  }
}
