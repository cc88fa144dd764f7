import { ApiWrite, RoutingCommandBus, type Settled, WriteReplies, WriteRequests } from '@firstwrite/command-bus';
import { stockKeyField } from '../../fields';
import { type StockBody, stockBodySchema } from '../read/stock.body';
import type { StockKey } from '../../domain/primitives';
import { Body, Controller, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AdjustStock, adjustStockBody, type AdjustStockBody, AdjustStockHandler } from './adjust-stock.command';
import { ReceiveStock, receiveStockBody, type ReceiveStockBody, ReceiveStockHandler } from './receive-stock.command';

@ApiTags('stock')
@Controller('v1/stock/:location/:sku')
class StockController {
  constructor(
    private readonly bus: RoutingCommandBus,
    private readonly requests: WriteRequests,
    private readonly replies: WriteReplies,
  ) {}

  @Post('receipts')
  @HttpCode(201)
  @ApiWrite({ summary: 'Receive units', answer: [201, stockBodySchema] })
  async receive(
    @Param({ schema: stockKeyField }) item: StockKey,
    @Body({ schema: receiveStockBody }) body: ReceiveStockBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StockBody> {
    const command = new ReceiveStock(item, body, this.requests.read(request));
    return this.replies.settled(reply, await this.bus.execute<Settled<StockBody>>(command));
  }

  @Post('adjustments')
  @HttpCode(201)
  @ApiWrite({
    summary: 'Correct the units on hand, by a difference or a stocktake',
    answer: [201, stockBodySchema],
    refusals: ['insufficient-stock', 'request-in-flight'],
  })
  async adjust(
    @Param({ schema: stockKeyField }) item: StockKey,
    @Body({ schema: adjustStockBody }) body: AdjustStockBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StockBody> {
    const command = new AdjustStock(item, body, this.requests.read(request));
    return this.replies.settled(reply, await this.bus.execute<Settled<StockBody>>(command));
  }
}

/** The writes of stock items, for the catalogue. */
export const stockWrites = { controllers: [StockController], handlers: [ReceiveStockHandler, AdjustStockHandler] };
