-- A changed order or stock change can stand twice only if it has two ids: the same order's SKU in two changes, or changes of no order.
select
  (select coalesce(-sum(delta), 0) from stock_change where "orderId" is not null)::bigint as units,
  (select count(*) from orders)::bigint as orders,
  (select count(*) from (
     select from stock_change where "orderId" is not null group by "orderId", sku having count(*) > 1) twice)::bigint as doubled,
  (select count(*) from stock s
   left join (select sku, sum(delta) as units from stock_change group by sku) c using (sku)
   where s.available < 0 or s.available <> coalesce(c.units, 0))::bigint as oversold,
  0::bigint as gaps;
