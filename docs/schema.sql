-- sequences

sequence event_number as bigint

sequence migration_id_seq as integer

-- tables

table discarded_event
  projection text not null
  store smallint not null
  stream text collate "C" not null
  version integer not null
  type text not null
  problem text not null
  reason text not null
  actor text not null
  discarded_at timestamp with time zone not null default now()

table event
  stream text collate "C" not null
  version integer not null
  type text collate "C" not null
  data json not null
  metadata json not null
  era smallint not null default current_era()
  transaction_id xid8 not null default pg_current_xact_id()
  number bigint not null default nextval('event_number'::regclass)
  recorded_at timestamp with time zone not null default now()

table idempotency
  stream text collate "C" not null
  scope text collate "C" not null
  operation text collate "C" not null
  key text collate "C" not null
  fingerprint text not null
  outcome json not null
  expires_at timestamp with time zone

table lease
  name text collate "C" not null
  owner text not null
  epoch bigint not null
  until timestamp with time zone not null

table migration
  id integer not null default nextval('migration_id_seq'::regclass)
  "timestamp" bigint not null
  name character varying not null

table order_sku
  sku text collate "C" not null
  placed_at timestamp with time zone not null
  order_id uuid not null

table order_view with (fillfactor=80)
  order_id uuid not null
  version integer not null
  status text not null
  customer_id text
  currency text not null
  lines json not null
  total bigint not null
  placed_at timestamp with time zone not null
  updated_at timestamp with time zone not null

table parked_stream
  projection text not null
  store smallint not null
  stream text collate "C" not null
  version integer not null
  type text not null
  reason text not null
  attempts integer not null default 1
  parked_at timestamp with time zone not null default now()

table product_view
  sku text collate "C" not null
  version integer not null
  name text not null
  description text
  price_amount bigint
  price_currency text
  attributes json

table projection_checkpoint with (fillfactor=50)
  projection text not null
  store smallint not null
  partition smallint not null
  epoch bigint not null default 0
  generation bigint not null default 0
  era smallint not null default 0
  transaction_id xid8 not null default '0'::xid8
  number bigint not null default 0
  partitions smallint not null

table relay_checkpoint with (fillfactor=50)
  store smallint not null
  epoch bigint not null default 0
  era smallint not null default 0
  transaction_id xid8 not null default '0'::xid8
  number bigint not null default 0

table replaced_view
  view_schema text not null
  projection text not null
  store smallint not null
  era smallint not null
  transaction_id xid8 not null
  number bigint not null
  parked json not null
  replaced_at timestamp with time zone not null default now()

table signing_key
  version smallint not null
  key bytea not null
  created_at timestamp with time zone not null default now()

table snapshot
  stream text collate "C" not null
  version integer not null
  schema_version smallint not null
  state json not null

table stock_availability with (fillfactor=70)
  location text collate "C" not null
  sku text collate "C" not null
  version integer not null
  on_hand bigint not null
  reserved bigint not null

table stock_ledger
  location text collate "C" not null
  sku text collate "C" not null
  version integer not null
  type text not null
  delta bigint not null
  on_hand_after bigint not null
  reference text
  order_id uuid
  reason text
  actor text not null
  recorded_at timestamp with time zone not null

table store
  era smallint not null
  incarnation uuid not null default gen_random_uuid()
  base smallint not null
  timeline integer not null
  system_identifier bigint not null
  database_oid bigint not null
  first_transaction xid8 not null default pg_current_xact_id()
  store_id smallint not null default 0
  region text not null
  map_version bigint not null default 0
  began_at timestamp with time zone not null default now()

-- constraints

constraint discarded_event_pkey on discarded_event: PRIMARY KEY (projection, store, stream, version)

constraint event_pkey on event: PRIMARY KEY (stream, version)

constraint event_version_check on event: CHECK ((version > 0))

constraint idempotency_pkey on idempotency: PRIMARY KEY (stream, scope, operation, key)

constraint lease_pkey on lease: PRIMARY KEY (name)

constraint "PK_3043fc6b8af7c99b8b98830094f" on migration: PRIMARY KEY (id)

constraint order_sku_pkey on order_sku: PRIMARY KEY (sku, placed_at, order_id)

constraint order_view_pkey on order_view: PRIMARY KEY (order_id)

constraint parked_stream_pkey on parked_stream: PRIMARY KEY (projection, store, stream)

constraint product_view_pkey on product_view: PRIMARY KEY (sku)

constraint projection_checkpoint_pkey on projection_checkpoint: PRIMARY KEY (projection, store, partition)

constraint relay_checkpoint_pkey on relay_checkpoint: PRIMARY KEY (store)

constraint replaced_view_pkey on replaced_view: PRIMARY KEY (view_schema, projection, store)

constraint signing_key_pkey on signing_key: PRIMARY KEY (version)

constraint snapshot_pkey on snapshot: PRIMARY KEY (stream)

constraint stock_availability_pkey on stock_availability: PRIMARY KEY (location, sku)

constraint stock_ledger_pkey on stock_ledger: PRIMARY KEY (location, sku, version)

constraint store_pkey on store: PRIMARY KEY (era)

-- indexes

CREATE UNIQUE INDEX discarded_event_pkey ON public.discarded_event USING btree (projection, store, stream, version)

CREATE INDEX event_feed ON public.event USING btree (era, transaction_id, number)

CREATE UNIQUE INDEX event_pkey ON public.event USING btree (stream, version)

CREATE INDEX idempotency_expiry ON public.idempotency USING btree (expires_at) WHERE (expires_at IS NOT NULL)

CREATE UNIQUE INDEX idempotency_pkey ON public.idempotency USING btree (stream, scope, operation, key)

CREATE UNIQUE INDEX lease_pkey ON public.lease USING btree (name)

CREATE UNIQUE INDEX "PK_3043fc6b8af7c99b8b98830094f" ON public.migration USING btree (id)

CREATE UNIQUE INDEX order_sku_pkey ON public.order_sku USING btree (sku, placed_at, order_id)

CREATE INDEX order_view_customer ON public.order_view USING btree (customer_id, placed_at, order_id) WHERE (customer_id IS NOT NULL)

CREATE UNIQUE INDEX order_view_pkey ON public.order_view USING btree (order_id)

CREATE INDEX order_view_placed ON public.order_view USING btree (placed_at, order_id)

CREATE INDEX order_view_status ON public.order_view USING btree (status, placed_at, order_id)

CREATE UNIQUE INDEX parked_stream_pkey ON public.parked_stream USING btree (projection, store, stream)

CREATE UNIQUE INDEX product_view_pkey ON public.product_view USING btree (sku)

CREATE UNIQUE INDEX projection_checkpoint_pkey ON public.projection_checkpoint USING btree (projection, store, partition)

CREATE UNIQUE INDEX relay_checkpoint_pkey ON public.relay_checkpoint USING btree (store)

CREATE UNIQUE INDEX replaced_view_pkey ON public.replaced_view USING btree (view_schema, projection, store)

CREATE UNIQUE INDEX signing_key_pkey ON public.signing_key USING btree (version)

CREATE UNIQUE INDEX snapshot_pkey ON public.snapshot USING btree (stream)

CREATE UNIQUE INDEX stock_availability_pkey ON public.stock_availability USING btree (location, sku)

CREATE INDEX stock_availability_sku ON public.stock_availability USING btree (sku, location)

CREATE UNIQUE INDEX stock_ledger_pkey ON public.stock_ledger USING btree (location, sku, version)

CREATE UNIQUE INDEX store_pkey ON public.store USING btree (era)

-- functions

CREATE OR REPLACE FUNCTION public.assert_claims(moved bigint, wanted bigint)
 RETURNS void
 LANGUAGE plpgsql
 IMMUTABLE
AS $function$
       begin
         if moved <> wanted then
           raise exception '% of % claims do not hold', wanted - moved, wanted using errcode = 'FW004';
         end if;
       end $function$

CREATE OR REPLACE FUNCTION public.assert_incarnation(expected uuid)
 RETURNS void
 LANGUAGE plpgsql
 STABLE
AS $function$
   begin
     if not exists (select from store where era = current_era() and incarnation = expected) then
       raise exception 'the store is not incarnation % any more', expected using errcode = 'FW005';
     end if;
   end $function$

CREATE OR REPLACE FUNCTION public.assert_leases(names text[], epochs bigint[])
 RETURNS void
 LANGUAGE plpgsql
 STABLE
AS $function$
   declare lost text;
   begin
     select expected.name into lost
     from unnest(names, epochs) as expected (name, epoch)
     left join lease using (name)
     where lease.epoch is distinct from expected.epoch
     limit 1;
     if found then raise exception 'lease % has another owner', lost using errcode = 'FW002'; end if;
   end $function$

CREATE OR REPLACE FUNCTION public.assert_predecessors(streams text[], versions integer[])
 RETURNS void
 LANGUAGE plpgsql
 STABLE
AS $function$
   declare ahead text;
   begin
     select expected.stream into ahead
     from unnest(streams, versions) as expected (stream, version)
     where not exists (select from event where event.stream = expected.stream and event.version = expected.version)
     limit 1;
     if found then raise exception 'stream % is shorter than that', ahead using errcode = 'FW003'; end if;
   end $function$

CREATE OR REPLACE FUNCTION public.assert_versions(streams text[], versions integer[])
 RETURNS void
 LANGUAGE plpgsql
 STABLE
AS $function$
   declare moved text;
   begin
     select expected.stream into moved
     from unnest(streams, versions) as expected (stream, version)
     where expected.version <> coalesce(
       (select event.version from event where event.stream = expected.stream order by event.version desc limit 1), 0)
     limit 1;
     if found then raise exception 'stream % has moved', moved using errcode = 'FW001'; end if;
   end $function$

CREATE OR REPLACE FUNCTION public.claim_checkpoints(of_projection text, of_store smallint, claimed smallint[], division smallint)
 RETURNS TABLE(claimed_partition smallint, new_epoch bigint, its_generation bigint, its_era smallint, its_transaction xid8, its_number bigint)
 LANGUAGE plpgsql
AS $function$
   begin
     perform pg_advisory_xact_lock(hashtextextended('claim ' || current_schema() || of_projection, of_store));
     if not exists (select from projection_checkpoint c
       where c.projection = of_projection and c.store = of_store and c.partitions = division)
     then
       with before as (
         delete from projection_checkpoint c where c.projection = of_projection and c.store = of_store returning c.*
       ), furthest_behind as (
         select b.era, b.transaction_id, b.number from before b order by b.era, b.transaction_id, b.number limit 1
       ), latest as (
         select coalesce(max(b.epoch), 0) as epoch, coalesce(max(b.generation), 0) as generation from before b
       )
       insert into projection_checkpoint
         (projection, store, partition, partitions, epoch, generation, era, transaction_id, number)
       select of_projection, of_store, p, division, l.epoch + 1, l.generation,
         coalesce(f.era, 0::smallint), coalesce(f.transaction_id, '0'::xid8), coalesce(f.number, 0)
       from generate_series(0, division - 1) as p, latest l left join furthest_behind f on true;
     end if;
     return query
       update projection_checkpoint c set epoch = c.epoch + 1
       where c.projection = of_projection and c.store = of_store and c.partition = any (claimed)
       returning c.partition, c.epoch, c.generation, c.era, c.transaction_id, c.number;
   end $function$

CREATE OR REPLACE FUNCTION public.current_era()
 RETURNS smallint
 LANGUAGE sql
RETURN ((current_timeline() + <base>))::smallint

CREATE OR REPLACE FUNCTION public.current_timeline()
 RETURNS integer
 LANGUAGE sql
RETURN ((('x'::text || substr(pg_walfile_name(pg_current_wal_insert_lsn()), 1, 8)))::bit(32))::integer

CREATE OR REPLACE FUNCTION public.register_promotion()
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
BEGIN ATOMIC
 INSERT INTO store (era, base, timeline, system_identifier, database_oid, region, store_id, map_version)  SELECT current_era() AS current_era,
             store_1.base,
             current_timeline() AS current_timeline,
             store_1.system_identifier,
             store_1.database_oid,
             store_1.region,
             store_1.store_id,
             store_1.map_version
            FROM store store_1
           WHERE ((store_1.era = ( SELECT max(store_2.era) AS max
                    FROM store store_2)) AND (store_1.timeline < current_timeline()) AND (store_1.era = (current_era() - (current_timeline() - store_1.timeline))) AND (store_1.system_identifier = ( SELECT c.system_identifier
                    FROM pg_control_system() c(pg_control_version, catalog_version_no, system_identifier, pg_control_last_modified))) AND (store_1.database_oid = (( SELECT d.oid
                    FROM pg_database d
                   WHERE (d.datname = current_database())))::bigint)) ON CONFLICT DO NOTHING;
END

-- grants

grant execute on function register_promotion() to firstwrite_app

grant usage on sequence event_number to firstwrite_app

grant insert, select on table discarded_event to firstwrite_app

grant insert (stream, version, type, data, metadata), select on table event to firstwrite_app

grant delete, insert, select on table idempotency to firstwrite_app

grant insert, select, update on table lease to firstwrite_app

grant select on table migration to firstwrite_app

grant delete, insert, select, update on table order_sku to firstwrite_app

grant delete, insert, select, update on table order_view to firstwrite_app

grant delete, insert, select, update on table parked_stream to firstwrite_app

grant delete, insert, select, update on table product_view to firstwrite_app

grant delete, insert, select, update on table projection_checkpoint to firstwrite_app

grant insert, select, update on table relay_checkpoint to firstwrite_app

grant select on table replaced_view to firstwrite_app

grant select on table signing_key to firstwrite_app

grant delete, insert, select, update on table snapshot to firstwrite_app

grant delete, insert, select, update on table stock_availability to firstwrite_app

grant delete, insert, select, update on table stock_ledger to firstwrite_app

grant select on table store to firstwrite_app
