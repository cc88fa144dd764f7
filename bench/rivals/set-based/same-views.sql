-- The gate: rows that only one side has, of each view; json is compared as jsonb, because one side wrote it anew.
with our_orders as (
  select order_id, version, status, customer_id, currency, lines::jsonb, total, placed_at, updated_at from public.order_view
), their_orders as (
  select order_id, version, status, customer_id, currency, lines::jsonb, total, placed_at, updated_at from set_based.order_view
), our_products as (
  select sku, version, name, description, price_amount, price_currency, attributes::jsonb from public.product_view
), their_products as (
  select sku, version, name, description, price_amount, price_currency, attributes::jsonb from set_based.product_view
)
select 'order_view' as view, count(*) as rows,
  (select count(*) from (table our_orders except table their_orders) x) as only_ours,
  (select count(*) from (table their_orders except table our_orders) x) as only_theirs
from public.order_view
union all
select 'order_sku', count(*),
  (select count(*) from (table public.order_sku except table set_based.order_sku) x),
  (select count(*) from (table set_based.order_sku except table public.order_sku) x)
from public.order_sku
union all
select 'stock_availability', count(*),
  (select count(*) from (table public.stock_availability except table set_based.stock_availability) x),
  (select count(*) from (table set_based.stock_availability except table public.stock_availability) x)
from public.stock_availability
union all
select 'stock_ledger', count(*),
  (select count(*) from (table public.stock_ledger except table set_based.stock_ledger) x),
  (select count(*) from (table set_based.stock_ledger except table public.stock_ledger) x)
from public.stock_ledger
union all
select 'product_view', count(*),
  (select count(*) from (table our_products except table their_products) x),
  (select count(*) from (table their_products except table our_products) x)
from public.product_view;
