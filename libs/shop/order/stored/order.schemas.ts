import type { OrderEvent, OrderPlacedData } from '../domain/order.decider';
import { z } from 'zod';
import type { OrderId } from '../../domain/primitives';
import {
  amountField,
  currencyField,
  locationField,
  orderIdField,
  quantityField,
  skuField,
  timeField,
} from '../../fields';
import { describeEvents } from '../../event-description';
import { streamOf } from '../../stream-name';
import cancelled from './golden/OrderCancelled.v1.json';
import confirmed from './golden/OrderConfirmed.v1.json';
import delivered from './golden/OrderDelivered.v1.json';
import placed from './golden/OrderPlaced.v1.json';
import returned from './golden/OrderReturned.v1.json';
import shipped from './golden/OrderShipped.v1.json';

/** The data of a stored OrderPlaced: the facts, and the member by which the write side knows a repeated request. */
export interface StoredOrder extends OrderPlacedData {
  /** SHA-256 of the validated request; present when it came with an idempotency key. */
  readonly fingerprint?: string;
}

const stream = streamOf.order(placed.data.orderId as OrderId);

const line = z.object({ sku: skuField, location: locationField, quantity: quantityField, unitPrice: amountField });

const orderChanged = z.object({ at: timeField, reason: z.string().optional() });

/** Each order event as it is stored today. */
export const orderEvents = describeEvents<OrderEvent<StoredOrder>>()({
  OrderPlaced: {
    schema: z.object({
      orderId: orderIdField,
      customerId: z.string().optional(),
      currency: currencyField,
      lines: z.array(line).min(1),
      total: amountField,
      placedAt: timeField,
      fingerprint: z.string().optional(),
    }),
    summary: 'An order was placed, and its units were taken in the same commit.',
    golden: placed,
    stream,
  },
  OrderConfirmed: { schema: orderChanged, summary: 'An order was confirmed.', golden: confirmed, stream },
  OrderShipped: { schema: orderChanged, summary: 'An order left the house.', golden: shipped, stream },
  OrderDelivered: { schema: orderChanged, summary: 'An order reached its buyer.', golden: delivered, stream },
  OrderCancelled: {
    schema: orderChanged,
    summary: 'An order was cancelled; `StockRestocked` in its stock streams gives the units back.',
    golden: cancelled,
    stream,
  },
  OrderReturned: {
    schema: orderChanged,
    summary: 'An order came back; `StockRestocked` in its stock streams gives the units back.',
    golden: returned,
    stream,
  },
});
