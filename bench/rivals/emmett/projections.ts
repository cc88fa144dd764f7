import { SQL } from '@event-driven-io/dumbo';
import { postgreSQLRawSQLProjection } from '@event-driven-io/emmett-postgresql';
import type { ReadEvent } from '@event-driven-io/emmett';
import type { OrderEvent } from './order.decider';
import type { StockEvent } from './stock.decider';

// Emmett, "Guides", "Read models", "With Raw SQL". Of the two documented forms this one is faster: the other, a Pongo
// document, is read, changed and written for each event. Each event is one statement, so that both tables of a
// projection cost one round trip.

/** Our `order_view` and `order_sku`. */
export const ordersProjection = postgreSQLRawSQLProjection<OrderEvent>({
  name: 'orders',
  canHandle: ['OrderPlaced'],
  init: () => [
    SQL`create table if not exists order_view (
      order_id uuid primary key, version integer not null, status text not null, customer_id text, currency text not null,
      lines json not null, total bigint not null, placed_at timestamptz not null, updated_at timestamptz not null)`,
    SQL`create index if not exists order_view_customer on order_view (customer_id, placed_at, order_id) where customer_id is not null`,
    SQL`create index if not exists order_view_placed on order_view (placed_at, order_id)`,
    SQL`create index if not exists order_view_status on order_view (status, placed_at, order_id)`,
    SQL`create table if not exists order_sku (
      sku text collate "C", placed_at timestamptz, order_id uuid, primary key (sku, placed_at, order_id))`,
  ],
  evolve: ({ data: { orderId, currency, lines, total, placedAt } }) => {
    const linesJson = JSON.stringify(lines);
    return SQL`with placed as (
      insert into order_view (order_id, version, status, currency, lines, total, placed_at, updated_at)
      values (${orderId}, 1, 'NEW', ${currency}, ${linesJson}, ${total}, ${placedAt}, ${placedAt})
      on conflict (order_id) do nothing)
    insert into order_sku (sku, placed_at, order_id)
    select distinct line ->> 'sku', ${placedAt}::timestamptz, ${orderId}::uuid from json_array_elements(${linesJson}::json) line
    on conflict do nothing`;
  },
});

/** Our `stock_availability` and `stock_ledger`. */
export const stockProjection = postgreSQLRawSQLProjection<StockEvent>({
  name: 'stock',
  canHandle: ['StockReceived', 'StockDecremented', 'StockRestocked'],
  init: () => [
    SQL`create table if not exists stock_availability (
      location text collate "C", sku text collate "C", version integer not null, on_hand bigint not null, reserved bigint not null,
      primary key (location, sku)) with (fillfactor = 70)`,
    SQL`create index if not exists stock_availability_sku on stock_availability (sku, location)`,
    SQL`create table if not exists stock_ledger (
      location text collate "C", sku text collate "C", version integer, type text not null, delta bigint not null,
      on_hand_after bigint not null, reference text, order_id uuid, reason text, actor text not null, recorded_at timestamptz not null,
      primary key (location, sku, version))`,
  ],
  evolve: (event) => {
    const { type, data, metadata } = event as ReadEvent<StockEvent>;
    const sku = metadata.streamName.slice('stock-'.length);
    const version = Number(metadata.streamPosition);
    const delta = type === 'StockDecremented' ? -data.quantity : data.quantity;
    const orderId = 'orderId' in data ? data.orderId : null;
    return SQL`with stock as (
      insert into stock_availability as v (location, sku, version, on_hand, reserved) values ('main', ${sku}, ${version}, ${delta}, 0)
      on conflict (location, sku) do update set version = excluded.version, on_hand = v.on_hand + excluded.on_hand
      where v.version < excluded.version
      returning on_hand)
    insert into stock_ledger (location, sku, version, type, delta, on_hand_after, order_id, actor, recorded_at)
    select 'main', ${sku}, ${version}, ${type}, ${delta}, on_hand, ${orderId}::uuid, 'anonymous', now() from stock`;
  },
});
