-- A unit is sold once: no two changes name it, and those that are left are those that no change names.
select
  (select coalesce(-sum(delta), 0) from stock_change where order_id is not null)::bigint as units,
  (select count(*) from orders)::bigint as orders,
  (select count(*) from (
     select from stock_change where order_id is not null group by order_id, sku having count(*) > 1
     union all
     select from stock_change where unit_id is not null group by sku, unit_id having count(*) > 1) twice)::bigint as doubled,
  (select count(*) from (select sku, sum(delta) as units from stock_change group by sku) c
   full join (select sku, count(*) as units from unit group by sku) u using (sku)
   where coalesce(c.units, 0) < 0 or coalesce(c.units, 0) <> coalesce(u.units, 0))::bigint as oversold,
  0::bigint as gaps;
