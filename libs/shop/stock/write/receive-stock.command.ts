import {
  type Decision,
  Lane,
  requestKeyOf,
  type Settled,
  submissionParts,
  type WriteHeaders,
} from '@firstwrite/command-bus';
import { receiveStock, type StockState } from '../domain/stock.decider';
import { stockBody, type StockBody } from '../read/stock.body';
import type { StockKey } from '../../domain/primitives';
import { streamOf } from '../../stream-name';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { limits, quantityField, textField } from '../../fields';
import { z } from 'zod';

export const receiveStockBody = z.strictObject({
  quantity: quantityField,
  reference: textField(limits.reasonLengthMax).optional(),
});

export type ReceiveStockBody = z.output<typeof receiveStockBody>;

/** Units arrived. */
export class ReceiveStock extends Command<Settled<StockBody>> {
  readonly stream: string;
  readonly operation = 'stock/receive';
  readonly routingKey: string;
  readonly requestKey: string | undefined;

  constructor(
    readonly item: StockKey,
    readonly body: ReceiveStockBody,
    readonly headers: WriteHeaders,
  ) {
    super();
    this.stream = streamOf.stock(item);
    this.routingKey = this.stream;
    this.requestKey = requestKeyOf(headers, this);
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
export class ReceiveStockHandler implements ICommandHandler<ReceiveStock> {
  constructor(private readonly lane: Lane) {}

  execute(command: ReceiveStock) {
    const parts = submissionParts(command.headers, command, command.body);
    return this.lane.submit({ decision: receiveStockDecision, command, ...parts });
  }
}
