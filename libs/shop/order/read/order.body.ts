import { orderStatuses, type PlacedOrder } from '../domain/order.decider';
import { z } from 'zod';
import {
  amountField,
  currencyField,
  locationField,
  orderIdField,
  quantityField,
  skuField,
  timeField,
  versionField,
} from '../../fields';

/** An order's status, as in bodies and as the filter of a list. */
export const orderStatusField = z.enum(orderStatuses);

/** An order as the API gives it, by reads and writes alike. */
export const orderBodySchema = z.object({
  orderId: orderIdField,
  status: orderStatusField,
  version: versionField,
  customerId: z.string().optional(),
  currency: currencyField,
  lines: z.array(z.object({ sku: skuField, location: locationField, quantity: quantityField, unitPrice: amountField })),
  total: amountField,
  placedAt: timeField,
  updatedAt: timeField,
});

/** An order in a reply: amounts in minor units of its currency, times in ISO 8601, UTC, with milliseconds. */
export type OrderBody = z.infer<typeof orderBodySchema>;

/** The part of an order's state that its body shows. */
export type OrderFacts = Omit<PlacedOrder, 'placedVersion'>;

/** Pure: the body of a placed order at a version. An absent customer is left out. */
export function orderBody(order: OrderFacts, version: number): OrderBody {
  const { orderId, status, customerId, currency, lines, total, placedAt, updatedAt } = order;
  return {
    orderId,
    status,
    version,
    ...(customerId !== undefined && { customerId }),
    currency,
    lines: lines.map(({ sku, location, quantity, unitPrice }) => ({ sku, location, quantity, unitPrice })),
    total,
    placedAt,
    updatedAt,
  };
}
