-- A row for each unit that can be sold: whoever sells takes one that nobody else holds. Two million units of one SKU are more than a run sells
-- (about 12,000 a second); they are deleted when sold, which writes less than marking them.
create table unit (
  sku text collate "C" not null,
  unit_id bigint not null
);

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
  unit_id bigint,
  changed_at timestamptz not null default now()
);

insert into unit (sku, unit_id) select 'HOT', n from generate_series(1, 2000000) n;
alter table unit add primary key (sku, unit_id);
insert into stock_change (sku, delta) values ('HOT', 2000000);
