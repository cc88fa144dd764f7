import type { StockEvent } from '../domain/stock.events';
import { z } from 'zod';
import { orderIdField, quantityField } from '../../fields';

/** The data of each stock event as it is stored today. */
export const stockEventSchemas: Readonly<Record<StockEvent['type'], z.ZodType>> = {
  StockReceived: z.object({ quantity: quantityField, reference: z.string().optional() }),
  StockDecremented: z.object({ orderId: orderIdField, quantity: z.int().min(1) }),
  StockRestocked: z.object({
    orderId: orderIdField,
    quantity: z.int().min(1),
    cause: z.enum(['cancelled', 'returned']),
  }),
  StockAdjusted: z.object({
    delta: z.int(),
    reason: z.string(),
    actor: z.string(),
    countedOnHand: z.int().min(0).optional(),
  }),
};
