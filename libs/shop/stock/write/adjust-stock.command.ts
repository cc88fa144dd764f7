import { type Decision, requestKeyOf, type Settled, type WriteHeaders } from '@firstwrite/command-bus';
import { adjustStock, type StockAdjustment, type StockState } from '../domain/stock.decider';
import type { StockBody } from '../read/stock.body';
import type { StockKey } from '../../domain/primitives';
import { streamOf } from '../../stream-name';
import { Command } from '@nestjs/cqrs';
import { stockAnswer } from './receive-stock.command';
import type { AdjustStockBody } from './stock.bodies';

/** Corrects what is on hand, by a difference or a stocktake. */
export class AdjustStock extends Command<Settled<StockBody>> {
  readonly stream: string;
  readonly operation = 'stock/adjust';
  readonly routingKey: string;
  readonly requestKey: string | undefined;

  constructor(
    readonly item: StockKey,
    readonly body: AdjustStockBody,
    readonly headers: WriteHeaders,
  ) {
    super();
    this.stream = streamOf.stock(item);
    this.routingKey = this.stream;
    this.requestKey = requestKeyOf(headers, this);
  }
}

export const adjustStockDecision: Decision<AdjustStock, StockBody> = {
  streams: ({ stream }) => [stream],
  decide({ stream, item, body, headers }, states) {
    const { reason } = body;
    const command = { ...item, ...adjustmentOf(body), reason, actor: headers.caller.name };
    return [{ stream, events: adjustStock(command, states.get<StockState>(stream)) }];
  },
  answer: ({ stream, item }, states) => stockAnswer(stream, item, states),
};

/** The schema has made sure that there is one of the two. */
function adjustmentOf({ delta, countedOnHand }: AdjustStockBody): StockAdjustment {
  return countedOnHand === undefined ? { delta: delta as number } : { countedOnHand };
}
