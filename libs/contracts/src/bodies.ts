import type { OrderStatus, PlacedOrder, ProductData, StockKey, StockState } from '@firstwrite/domain';
import { z } from 'zod';
import { amountField, attributeKeyField, attributeValueField, currencyField, moneyField } from './fields';
import { locationField, orderIdField, quantityField, skuField } from './fields';

const version = z.int().min(1).describe("the stream's version; also the ETag");
const time = z.iso.datetime({ precision: 3 });
const statuses = [
  'NEW',
  'CONFIRMED',
  'SHIPPED',
  'DELIVERED',
  'CANCELLED',
  'RETURNED',
] as const satisfies readonly OrderStatus[];

/** An order's status, as in bodies and as the filter of a list. */
export const orderStatusField = z.enum(statuses);

/** A stock item as the API gives it, by reads and writes alike. */
export const stockBodySchema = z.object({
  location: locationField,
  sku: skuField,
  onHand: z.int(),
  reserved: z.int(),
  available: z.int(),
  version,
});

/** An order as the API gives it, by reads and writes alike. */
export const orderBodySchema = z.object({
  orderId: orderIdField,
  status: orderStatusField,
  version,
  customerId: z.string().optional(),
  currency: currencyField,
  lines: z.array(z.object({ sku: skuField, location: locationField, quantity: quantityField, unitPrice: amountField })),
  total: amountField,
  placedAt: time,
  updatedAt: time,
});

/** A product as the API gives it, by reads and writes alike. */
export const productBodySchema = z.object({
  sku: skuField,
  name: z.string(),
  description: z.string().optional(),
  price: moneyField.optional(),
  attributes: z.record(attributeKeyField, attributeValueField).optional(),
  version,
});

/** A stock item in a reply: units, of which `available` are on hand and not reserved. */
export type StockBody = z.infer<typeof stockBodySchema>;
/** An order in a reply: amounts in minor units of its currency, times in ISO 8601, UTC, with milliseconds. */
export type OrderBody = z.infer<typeof orderBodySchema>;
/** A product in a reply; a field that is not set is left out, never null. */
export type ProductBody = z.infer<typeof productBodySchema>;

/** What an order's body shows of its state. */
export type OrderFacts = Omit<PlacedOrder, 'placedVersion' | 'fingerprint'>;

/** Pure: the body of a stock item at a version. */
export function stockBody({ onHand, reserved }: StockState, { location, sku }: StockKey, version: number): StockBody {
  return { location, sku, onHand, reserved, available: onHand - reserved, version };
}

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

/** Pure: the body of a product at a version. Absent fields are left out. */
export function productBody(product: ProductData, version: number): ProductBody {
  const { sku, name, description, price, attributes } = product;
  return {
    sku,
    name,
    ...(description !== undefined && { description }),
    ...(price !== undefined && { price }),
    ...(attributes !== undefined && { attributes }),
    version,
  };
}
