-- Everybody buys any of 10,000 SKUs.
\set number random(0, 9999)
with taken as (
  update stock set available = available - 1 where sku = 'SKU-' || :number and available >= 1 returning sku
), placed as (
  insert into orders (currency, lines, total)
  select 'EUR', json_build_array(json_build_object('sku', sku, 'quantity', 1, 'unitPrice', 1999)), 1999 from taken
  returning order_id
)
insert into stock_change (sku, delta, order_id) select sku, -1, order_id from taken, placed;
