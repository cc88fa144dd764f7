import type { OrderEvent, ProductEvent, StockEvent } from '@firstwrite/domain';
import { z } from 'zod';
import {
  amountField,
  attributeKeyField,
  attributeValueField,
  currencyField,
  locationField,
  moneyField,
  orderIdField,
  quantityField,
  skuField,
} from './fields';

/** Every event that a stream of the shop can hold, in its current shape. */
export type DomainEvent = StockEvent | OrderEvent | ProductEvent;
/** What an event is called in code; a stored type may add a schema version, see {@link StoredShape}. */
export type EventName = DomainEvent['type'];

const time = z.iso.datetime({ precision: 3 });
const orderChanged = z.object({ at: time, reason: z.string().optional() });
const attributes = z.record(attributeKeyField, attributeValueField);

/** The data of each event as it is stored today, at its current schema version. */
export const eventSchemas: Readonly<Record<EventName, z.ZodType>> = {
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
  OrderPlaced: z.object({
    orderId: orderIdField,
    customerId: z.string().optional(),
    currency: currencyField,
    lines: z
      .array(z.object({ sku: skuField, location: locationField, quantity: quantityField, unitPrice: amountField }))
      .min(1),
    total: amountField,
    placedAt: time,
    fingerprint: z.string().optional(),
  }),
  OrderConfirmed: orderChanged,
  OrderShipped: orderChanged,
  OrderDelivered: orderChanged,
  OrderCancelled: orderChanged,
  OrderReturned: orderChanged,
  ProductCreated: z.object({
    sku: skuField,
    name: z.string(),
    description: z.string().optional(),
    price: moneyField.optional(),
    attributes: attributes.optional(),
  }),
  ProductChanged: z.object({
    name: z.string().optional(),
    description: z.string().nullable().optional(),
    price: moneyField.nullable().optional(),
    attributes: attributes.nullable().optional(),
  }),
};
