import type { Model } from '@firstwrite/command-bus';
import { absentOrder, evolveOrder } from './order/domain/order.decider';
import type { StoredOrder } from './order/stored/order.schemas';
import { absentProduct, evolveProduct } from './product/domain/product.decider';
import type { DomainEvent } from './event-schemas';
import { emptyStock, evolveStock } from './stock/domain/stock.decider';
import { eventCodec } from './event-codec';
import { kindOf } from './stream-name';
import { snapshotSchemaVersions as shapes } from './snapshot-schemas';

/** An order's state as the lane keeps it: with the fingerprint of its request. */
const evolveStoredOrder = evolveOrder<StoredOrder>;

/** The domain as the lane sees it. Orders are touched a few times and then never again: few of them stay in memory. */
export const model: Model = {
  aggregates: {
    stock: { initial: emptyStock, evolve: evolveStock, snapshotSchemaVersion: shapes.stock, cachedMax: 200_000 },
    order: { initial: absentOrder, evolve: evolveStoredOrder, snapshotSchemaVersion: shapes.order, cachedMax: 5_000 },
    product: { initial: absentProduct, evolve: evolveProduct, snapshotSchemaVersion: shapes.product, cachedMax: 5_000 },
  },
  kindOf,
  encode: (event) => eventCodec.encode(event as DomainEvent),
  decode: (stored) => eventCodec.decode(stored),
};
