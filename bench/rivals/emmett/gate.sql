-- A stream's version stands in emt_streams; its events must be dense up to it.
with stock as (
  select stream_id, stream_position, message_type as type, message_data ->> 'orderId' as order_id,
    (message_data ->> 'quantity')::bigint as quantity
  from emt_messages where stream_id like 'stock-%'
), change as (
  select *, case type when 'StockDecremented' then -quantity else quantity end as delta from stock
), placed as (
  select stream_id from emt_messages where message_type = 'OrderPlaced'
)
select
  (select coalesce(-sum(delta) filter (where type <> 'StockReceived'), 0) from change)::bigint as units,
  (select count(*) from placed)::bigint as orders,
  (select count(*) from (
     select from placed group by stream_id having count(*) > 1
     union all
     select from stock where order_id is not null group by stream_id, order_id, type having count(*) > 1) twice)::bigint as doubled,
  (select count(*) from (
     select distinct stream_id from (
       select stream_id, sum(delta) over (partition by stream_id order by stream_position) as available from change) running
     where available < 0) short)::bigint as oversold,
  (select count(*) from (
     select stream_id, count(*) as events, max(stream_position) as last from emt_messages group by stream_id) m
   full join emt_streams s using (stream_id)
   where m.events is distinct from m.last or m.last is distinct from s.stream_position)::bigint as gaps;
