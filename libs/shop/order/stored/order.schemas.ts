import type { OrderEvent } from '../domain/order.events';
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
