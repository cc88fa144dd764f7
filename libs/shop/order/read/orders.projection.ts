import { absentOrder, evolveOrder } from '../domain/order.decider';
import type { OrderEvent } from '../domain/order.events';
import { orderView, type OrderRow } from './order.view';
import type { Projection } from '@firstwrite/views';

/** Orders as they stand. The row is made by `OrderPlaced`; facts before it make none. */
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
