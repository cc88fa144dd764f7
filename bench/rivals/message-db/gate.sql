with stock as (
  select stream_name, position, type, data ->> 'orderId' as order_id, (data ->> 'available')::bigint as available,
    case type when 'StockDecremented' then -1 else 1 end * (data ->> 'quantity')::bigint as delta
  from message_store.messages where stream_name like 'stock-%'
), placed as (
  select stream_name from message_store.messages where type = 'OrderPlaced'
)
select
  (select coalesce(-sum(delta), 0) from stock where type = 'StockDecremented')::bigint as units,
  (select count(*) from placed)::bigint as orders,
  (select count(*) from (
     select from placed group by stream_name having count(*) > 1
     union all
     select from stock where order_id is not null group by stream_name, order_id having count(*) > 1) twice)::bigint as doubled,
  (select count(distinct stream_name) from (
     select stream_name, available, sum(delta) over (partition by stream_name order by position) as units from stock) running
   where units < 0 or units <> available)::bigint as oversold,
  (select count(*) from (
     select from message_store.messages group by stream_name having count(*) <> max(position) + 1) gap)::bigint as gaps;
