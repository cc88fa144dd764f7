import type { StockEvent } from '../domain/stock.decider';
import { z } from 'zod';
import type { Location, Sku } from '../../domain/primitives';
import { orderIdField, quantityField } from '../../fields';
import { describeEvents } from '../../event-description';
import { streamOf } from '../../stream-name';
import adjusted from './golden/StockAdjusted.v1.json';
import decremented from './golden/StockDecremented.v1.json';
import received from './golden/StockReceived.v1.json';
import restocked from './golden/StockRestocked.v1.json';

const stream = streamOf.stock({ location: 'main' as Location, sku: 'TEA-1' as Sku });

/** Each stock event as it is stored today. */
export const stockEvents = describeEvents<StockEvent>()({
  StockReceived: {
    schema: z.object({ quantity: quantityField, reference: z.string().optional() }),
    summary: 'Units came in: on hand rises by `quantity`.',
    golden: received,
    stream,
  },
  StockDecremented: {
    schema: z.object({ orderId: orderIdField, quantity: z.int().min(1) }),
    summary: 'An order took units: on hand falls by `quantity`.',
    golden: decremented,
    stream,
  },
  StockRestocked: {
    schema: z.object({ orderId: orderIdField, quantity: z.int().min(1), cause: z.enum(['cancelled', 'returned']) }),
    summary: 'A cancelled or returned order gave its units back: on hand rises by `quantity`.',
    golden: restocked,
    stream,
  },
  StockAdjusted: {
    schema: z.object({
      delta: z.int(),
      reason: z.string(),
      actor: z.string(),
      countedOnHand: z.int().min(0).optional(),
    }),
    summary:
      'Somebody corrected the books: on hand changes by `delta`, which may be negative. ' +
      'After a stocktake `countedOnHand` says what was counted.',
    golden: adjusted,
    stream,
  },
});
