import { orderBody, type OrderBody } from './order.body';
import type { OrderStatus } from '../domain/order.decider';
import type { Sku } from '../../domain/primitives';
import { orderView } from './orders.view';
import type { List } from '@firstwrite/reads';
import { ordersOfSkuSql, ordersSql } from './orders.sql';

/** Narrows a list of orders to those that match every given filter; `sku` may be on any line. */
export interface OrderFilters {
  readonly status?: OrderStatus | undefined;
  readonly customerId?: string | undefined;
  readonly sku?: Sku | undefined;
}

const all = { name: 'list orders', text: ordersSql };
const ofSku = { name: 'list orders of a sku', text: ordersOfSkuSql };

/** Orders, newest first. */
export const ordersList: List<OrderFilters, OrderBody> = {
  name: 'orders',
  projection: 'orders',
  statementFor: ({ sku }) => (sku === undefined ? all : ofSku),
  values: ({ status, customerId, sku }, [placedAt, orderId], limit) => [
    ...[status ?? null, customerId ?? null, placedAt ?? null, orderId ?? null, limit],
    ...(sku === undefined ? [] : [sku]),
  ],
  presentColumn: 'order_id',
  itemOf: (record) => {
    const row = orderView.rowOf(record);
    return orderBody(row, row.version);
  },
  keyOf: ({ placedAt, orderId }) => [placedAt, orderId],
};
