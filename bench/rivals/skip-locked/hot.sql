-- Everybody buys one unit of the same SKU.
with taken as (
  delete from unit where (sku, unit_id) = (
    select sku, unit_id from unit where sku = 'HOT' limit 1 for update skip locked)
  returning sku, unit_id
), placed as (
  insert into orders (currency, lines, total)
  select 'EUR', json_build_array(json_build_object('sku', sku, 'quantity', 1, 'unitPrice', 1999)), 1999 from taken
  returning order_id
)
insert into stock_change (sku, delta, order_id, unit_id) select sku, -1, order_id, unit_id from taken, placed;
