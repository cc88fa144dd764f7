import { type Decision, Lane, StreamCommand, StreamCommandHandler, type WriteHeaders } from '@firstwrite/command-bus';
import { receiveStock, type StockState } from '../domain/stock.decider';
import { stockBody, type StockBody } from '../read/stock.body';
import type { StockKey } from '../../domain/primitives';
import { streamOf } from '../../stream-name';
import { CommandHandler } from '@nestjs/cqrs';
import { limits, quantityField, textField } from '../../fields';
import { z } from 'zod';

export const receiveStockBody = z.strictObject({
  quantity: quantityField,
  reference: textField(limits.reasonLengthMax).optional(),
});

export type ReceiveStockBody = z.output<typeof receiveStockBody>;

/** Units arrived. */
export class ReceiveStock extends StreamCommand<StockBody> {
  constructor(
    readonly item: StockKey,
    readonly body: ReceiveStockBody,
    headers: WriteHeaders,
  ) {
    super({ stream: streamOf.stock(item), operation: 'stock/receive', body, headers });
  }
}

export const receiveStockDecision: Decision<ReceiveStock, StockBody> = {
  streams: ({ stream }) => [stream],
  decide({ stream, body: { quantity, reference } }) {
    return [{ stream, events: receiveStock({ quantity, ...(reference !== undefined && { reference }) }) }];
  },
  answer: ({ stream, item }, states) => stockAnswer(stream, item, states),
};

/** The answer of every write to a stock item. */
export function stockAnswer(
  stream: string,
  item: StockKey,
  states: Parameters<Decision<unknown, StockBody>['answer']>[1],
) {
  const version = states.versionOf(stream);
  return { body: stockBody(states.get<StockState>(stream), item, version), version };
}

@CommandHandler(ReceiveStock)
export class ReceiveStockHandler extends StreamCommandHandler<ReceiveStock, StockBody> {
  constructor(lane: Lane) {
    super(lane, receiveStockDecision);
  }
}
