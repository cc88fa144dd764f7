-- Our views from our own `event` table, by the server alone: tables without indexes first, then rows, then indexes.
-- json_to_record parses an order's data once, where each ->> would parse it again.
-- No event is parsed by code, none is checked, none is guarded against being seen twice, and nobody can read while it runs.
drop schema if exists set_based cascade;
create schema set_based;

create table set_based.order_view (like public.order_view) with (fillfactor = 80);
create table set_based.order_sku (like public.order_sku);
create table set_based.stock_availability (like public.stock_availability) with (fillfactor = 70);
create table set_based.stock_ledger (like public.stock_ledger);
create table set_based.product_view (like public.product_view);

insert into set_based.order_view
select placed."orderId", coalesce(c.version, p.version),
  case c.type
    when 'OrderConfirmed' then 'CONFIRMED'
    when 'OrderShipped' then 'SHIPPED'
    when 'OrderDelivered' then 'DELIVERED'
    when 'OrderCancelled' then 'CANCELLED'
    when 'OrderReturned' then 'RETURNED'
    else 'NEW'
  end,
  placed."customerId", placed.currency, placed.lines, placed.total, placed."placedAt", coalesce(c.at, placed."placedAt")
from event p
cross join json_to_record(p.data)
  as placed("orderId" uuid, "customerId" text, currency text, lines json, total bigint, "placedAt" timestamptz)
left join (
  select distinct on (stream) stream, version, type, (data ->> 'at')::timestamptz as at
  from event
  where type in ('OrderConfirmed', 'OrderShipped', 'OrderDelivered', 'OrderCancelled', 'OrderReturned')
  order by stream, version desc
) c on c.stream = p.stream
where p.type = 'OrderPlaced';

insert into set_based.order_sku
select line.sku, v.placed_at, v.order_id
from set_based.order_view v, lateral (select distinct line ->> 'sku' as sku from json_array_elements(v.lines) line) line;

-- Milliseconds, as whoever reads the feed gets them. Only what a row needs is sorted, and each kind of event is asked for its own fields alone.
insert into set_based.stock_ledger
select split_part(substr(stream, 7), '/', 1), split_part(substr(stream, 7), '/', 2), version, type, delta,
  sum(delta) over (partition by stream order by version rows unbounded preceding), reference, order_id, reason, actor, recorded_at
from (
  select stream, version, type,
    case type
      when 'StockDecremented' then -(data ->> 'quantity')::bigint
      when 'StockAdjusted' then (data ->> 'delta')::bigint
      else (data ->> 'quantity')::bigint
    end as delta,
    case type when 'StockReceived' then data ->> 'reference' end as reference,
    case when type in ('StockDecremented', 'StockRestocked') then (data ->> 'orderId')::uuid end as order_id,
    case type when 'StockRestocked' then data ->> 'cause' when 'StockAdjusted' then data ->> 'reason' end as reason,
    coalesce(case type when 'StockAdjusted' then data ->> 'actor' end, metadata ->> 'actor', 'anonymous') as actor,
    date_trunc('milliseconds', recorded_at) as recorded_at
  from event
  where type in ('StockReceived', 'StockDecremented', 'StockRestocked', 'StockAdjusted')
  offset 0
) change;

insert into set_based.stock_availability
select location, sku, max(version), sum(delta), 0 from set_based.stock_ledger group by location, sku;

-- Of each field the last value that an event has; null removes it.
insert into set_based.product_view
select substr(stream, 9), version, fields ->> 'name', fields ->> 'description',
  (fields -> 'price' ->> 'amount')::bigint, fields -> 'price' ->> 'currency',
  nullif((fields -> 'attributes')::text, 'null')::json
from (
  select stream, max(version) as version, jsonb_object_agg(field.key, field.value order by version) as fields
  from event, json_each(data) field
  where type in ('ProductCreated', 'ProductChanged')
  group by stream
) product;

alter table set_based.order_view add primary key (order_id);
create index order_view_customer on set_based.order_view (customer_id, placed_at, order_id) where customer_id is not null;
create index order_view_placed on set_based.order_view (placed_at, order_id);
create index order_view_status on set_based.order_view (status, placed_at, order_id);
alter table set_based.order_sku add primary key (sku, placed_at, order_id);
alter table set_based.stock_availability add primary key (location, sku);
create index stock_availability_sku on set_based.stock_availability (sku, location);
alter table set_based.stock_ledger add primary key (location, sku, version);
alter table set_based.product_view add primary key (sku);
