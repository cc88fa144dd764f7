-- Units of a SKU, what changed them (the stock event), and orders. Identity keys grow at one end: the cheapest that there are.
-- A row of stock is updated in place (HOT) while its page has room.
create table stock (
  sku text collate "C" primary key,
  available bigint not null check (available >= 0)
) with (fillfactor = 50);

create table orders (
  order_id bigint generated always as identity primary key,
  currency text not null,
  lines json not null,
  total bigint not null,
  placed_at timestamptz not null default now()
);

create table stock_change (
  change_id bigint generated always as identity primary key,
  sku text collate "C" not null,
  delta bigint not null,
  order_id bigint,
  changed_at timestamptz not null default now()
);

insert into stock_change (sku, delta)
select 'SKU-' || n, 1000000 from generate_series(0, 9999) n
union all select 'HOT', 1000000000;

insert into stock (sku, available) select sku, delta from stock_change;
