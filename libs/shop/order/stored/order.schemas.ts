import type { OrderEvent, OrderPlacedData } from '../domain/order.events';
import { z } from 'zod';
import {
  amountField,
  currencyField,
  locationField,
  orderIdField,
  quantityField,
  skuField,
  timeField,
} from '../../fields';

/** The data of a stored OrderPlaced: the facts, and the member by which the write side knows a repeated request. */
export interface StoredOrder extends OrderPlacedData {
  /** SHA-256 of the validated request; present when it came with an idempotency key. */
  readonly fingerprint?: string;
}

const orderChanged = z.object({ at: timeField, reason: z.string().optional() });

/** The data of each order event as it is stored today. */
export const orderEventSchemas: Readonly<Record<OrderEvent['type'], z.ZodType>> = {
  OrderPlaced: z.object({
    orderId: orderIdField,
    customerId: z.string().optional(),
    currency: currencyField,
    lines: z
      .array(z.object({ sku: skuField, location: locationField, quantity: quantityField, unitPrice: amountField }))
      .min(1),
    total: amountField,
    placedAt: timeField,
    fingerprint: z.string().optional(),
  }),
  OrderConfirmed: orderChanged,
  OrderShipped: orderChanged,
  OrderDelivered: orderChanged,
  OrderCancelled: orderChanged,
  OrderReturned: orderChanged,
};
