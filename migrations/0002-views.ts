import { APPLICATION_ROLE } from '@firstwrite/postgres';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const views = ['stock_availability', 'stock_ledger', 'order_view', 'order_sku', 'product_view'];

const statements = [
  // generation: a rebuild, which writes view rows beside the projector, raises it. The projector then drops the rows
  // that it has in memory.
  `create table projection_checkpoint (
     projection text not null,
     store smallint not null,
     partition smallint not null,
     epoch bigint not null default 0,
     generation bigint not null default 0,
     era smallint not null default 0,
     transaction_id xid8 not null default '0',
     number bigint not null default 0,
     primary key (projection, store, partition)
   ) with (fillfactor = 50)`,

  `create table stock_availability (
     location text collate "C" not null,
     sku text collate "C" not null,
     version integer not null,
     on_hand bigint not null,
     reserved bigint not null,
     primary key (location, sku)
   ) with (fillfactor = 70)`,
  // The quantities have no index: with an index on a column that changes, no order could use a heap-only update.
  `create index stock_availability_sku on stock_availability (sku, location)`,

  `create table stock_ledger (
     location text collate "C" not null,
     sku text collate "C" not null,
     version integer not null,
     type text not null,
     delta bigint not null,
     on_hand_after bigint not null,
     reference text,
     order_id uuid,
     reason text,
     actor text not null,
     recorded_at timestamptz not null,
     primary key (location, sku, version)
   )`,

  `create table order_view (
     order_id uuid primary key,
     version integer not null,
     status text not null,
     customer_id text,
     currency text not null,
     lines json not null,
     total bigint not null,
     placed_at timestamptz not null,
     updated_at timestamptz not null
   ) with (fillfactor = 80)`,
  `create index order_view_placed on order_view (placed_at, order_id)`,
  `create index order_view_status on order_view (status, placed_at, order_id)`,
  `create index order_view_customer on order_view (customer_id, placed_at, order_id) where customer_id is not null`,

  `create table order_sku (
     sku text collate "C" not null,
     placed_at timestamptz not null,
     order_id uuid not null,
     primary key (sku, placed_at, order_id)
   )`,

  `create table product_view (
     sku text collate "C" primary key,
     version integer not null,
     name text not null,
     description text,
     price_amount bigint,
     price_currency text,
     attributes json
   )`,

  // Signs tokens and cursors. Keys have versions, so that a key can be replaced while tokens of the old key are in use.
  `create table signing_key (
     version smallint primary key,
     key bytea not null,
     created_at timestamptz not null default now()
   )`,
  `insert into signing_key (version, key)
   values (1, sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())))`,

  `grant select, insert, update, delete on projection_checkpoint, ${views.join(', ')} to ${APPLICATION_ROLE}`,
  `grant select on signing_key to ${APPLICATION_ROLE}`,
];

export class Views1760000000002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of [...views, 'projection_checkpoint', 'signing_key']) await runner.query(`drop table ${table}`);
  }
}
