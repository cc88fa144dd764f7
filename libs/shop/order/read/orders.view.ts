import type { Entity } from '@firstwrite/reads';
import type { Projection, View, ViewIndex } from '@firstwrite/views';
import { snapshotSchemaVersions } from '../../snapshot-schemas';
import { parseStreamName } from '../../stream-name';
import type { MinorUnits, OrderId } from '../../domain/primitives';
import {
  absentOrder,
  evolveOrder,
  type OrderEvent,
  type OrderLine,
  type OrderState,
  type OrderStatus,
} from '../domain/order.decider';
import type { StoredOrder } from '../stored/order.schemas';
import { orderBody, type OrderBody, type OrderFacts } from './order.body';

/** An order as it is now, one row per order. */
export interface OrderRow extends OrderFacts {
  readonly version: number;
}

/** Finds orders by the SKUs on their lines; these never change once the order is placed. */
const orderSku: ViewIndex<OrderRow> = {
  table: 'order_sku',
  columns: [
    { name: 'sku', type: 'text', value: ([sku]) => sku ?? null },
    { name: 'placed_at', type: 'timestamptz', value: ([, placedAt]) => placedAt ?? null },
    { name: 'order_id', type: 'uuid', value: ([, , orderId]) => orderId ?? null },
  ],
  rowsOf: ({ lines, placedAt, orderId }) =>
    [...new Set(lines.map(({ sku }) => sku))].map((sku) => [sku, placedAt, orderId]),
  orphaned: `not exists (
    select from order_view v, json_array_elements(v.lines) line
    where v.order_id = i.order_id and v.placed_at = i.placed_at and line ->> 'sku' = i.sku)`,
};

/** The table of orders. */
export const orderView: View<OrderRow> = {
  table: 'order_view',
  streamKeyLength: 1,
  primaryKeyLength: 1,
  columns: [
    { name: 'order_id', type: 'uuid', value: ({ orderId }) => orderId },
    { name: 'version', type: 'integer', value: ({ version }) => version },
    { name: 'status', type: 'text', value: ({ status }) => status },
    { name: 'customer_id', type: 'text', value: ({ customerId }) => customerId ?? null },
    { name: 'currency', type: 'text', value: ({ currency }) => currency },
    { name: 'lines', type: 'json', value: ({ lines }) => JSON.stringify(lines) },
    { name: 'total', type: 'bigint', value: ({ total }) => total },
    { name: 'placed_at', type: 'timestamptz', value: ({ placedAt }) => placedAt },
    { name: 'updated_at', type: 'timestamptz', value: ({ updatedAt }) => updatedAt },
  ],
  keyOf: (stream) => {
    const identity = parseStreamName(stream);
    if (identity.kind !== 'order') throw new Error(`${stream} is not an order`);
    return [identity.orderId];
  },
  streamSql: `'order-' || v.order_id`,
  rowOf: (record) => ({
    orderId: record['order_id'] as OrderId,
    version: record['version'] as number,
    status: record['status'] as OrderStatus,
    ...(record['customer_id'] !== null && { customerId: record['customer_id'] as string }),
    currency: record['currency'] as string,
    lines: record['lines'] as OrderLine[],
    total: Number(record['total']) as MinorUnits,
    placedAt: (record['placed_at'] as Date).toISOString(),
    updatedAt: (record['updated_at'] as Date).toISOString(),
  }),
  index: orderSku,
};

/** Orders as they stand. The row is made by `OrderPlaced`; facts before it make no row. */
export const orders: Projection<OrderRow> = {
  name: 'orders',
  kind: 'order',
  keeps: 'latest',
  view: orderView,
  apply: (row, { version, event }) => {
    if (!row && event.type !== 'OrderPlaced') return undefined;
    // The view does not keep which version placed the order, and no status depends on it.
    const before = row ? { placedVersion: 0, ...row } : absentOrder;
    const after = evolveOrder(before, event as OrderEvent, version);
    if (after.status === 'absent') return undefined;
    const { orderId, status, customerId, currency, lines, total, placedAt, updatedAt } = after;
    const facts = { orderId, version, status, currency, lines, total, placedAt, updatedAt };
    return customerId === undefined ? facts : { customerId, ...facts };
  },
};

/** An order by its stream. */
export const orderEntity: Entity<OrderRow, OrderBody> = {
  projection: orders,
  snapshot: {
    schemaVersion: snapshotSchemaVersions.order,
    rowOf: ({ version, state }) => {
      const order = state as OrderState<StoredOrder>;
      if (order.status === 'absent') return undefined;
      const { placedVersion: _, fingerprint: __, ...facts } = order;
      return { ...facts, version };
    },
  },
  bodyOf: (row) => orderBody(row, row.version),
};
