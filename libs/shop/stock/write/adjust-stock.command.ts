import { type Decision, Lane, StreamCommand, StreamCommandHandler, type WriteHeaders } from '@firstwrite/command-bus';
import { adjustStock, type StockAdjustment, type StockState } from '../domain/stock.decider';
import type { StockBody } from '../read/stock.body';
import type { StockKey } from '../../domain/primitives';
import { streamOf } from '../../stream-name';
import { CommandHandler } from '@nestjs/cqrs';
import { stockAnswer } from './receive-stock.command';
import { limits, textField } from '../../fields';
import { z } from 'zod';

const delta = z
  .int()
  .min(-limits.quantityMax)
  .max(limits.quantityMax)
  .refine((value) => value !== 0, { error: 'must not be 0' });

export const adjustStockBody = z
  .strictObject({
    delta: delta.optional().describe('the difference; or countedOnHand'),
    countedOnHand: z
      .int()
      .min(0)
      .max(limits.countedOnHandMax)
      .optional()
      .describe('what a stocktake counted; or delta'),
    reason: textField(limits.reasonLengthMax),
  })
  .refine((body) => (body.delta === undefined) !== (body.countedOnHand === undefined), {
    path: ['delta'],
    error: 'exactly one of delta and countedOnHand',
    // Checked even if there are other faults.
    when: ({ value }) => typeof value === 'object' && value !== null,
  });

export type AdjustStockBody = z.output<typeof adjustStockBody>;

/** Corrects what is on hand, by a difference or a stocktake. */
export class AdjustStock extends StreamCommand<StockBody> {
  constructor(
    readonly item: StockKey,
    readonly body: AdjustStockBody,
    readonly headers: WriteHeaders,
  ) {
    super({ stream: streamOf.stock(item), operation: 'stock/adjust', body, headers });
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

/** The schema guarantees exactly one of the two. */
function adjustmentOf({ delta, countedOnHand }: AdjustStockBody): StockAdjustment {
  return countedOnHand === undefined ? { delta: delta as number } : { countedOnHand };
}

@CommandHandler(AdjustStock)
export class AdjustStockHandler extends StreamCommandHandler<AdjustStock, StockBody> {
  constructor(lane: Lane) {
    super(lane, adjustStockDecision);
  }
}
