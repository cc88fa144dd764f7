import { APPLICATION_ROLE } from '@firstwrite/postgres';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const statements = [
  // The first 8 hex digits of a WAL file's name are the timeline. Unlike pg_control_checkpoint(), the name is never out
  // of date after a promotion.
  `create function current_timeline() returns integer language sql
   return ('x' || substr(pg_walfile_name(pg_current_wal_insert_lsn()), 1, 8))::bit(32)::integer`,

  // Registering an incarnation replaces this function: the era is then base + timeline.
  `create function current_era() returns smallint language sql return current_timeline()::smallint`,

  `create sequence event_number as bigint`,

  `create table event (
     stream text collate "C" not null,
     version integer not null check (version > 0),
     type text collate "C" not null,
     data json not null,
     metadata json not null,
     era smallint not null default current_era(),
     transaction_id xid8 not null default pg_current_xact_id(),
     number bigint not null default nextval('event_number'),
     recorded_at timestamptz not null default now(),
     constraint event_pkey primary key (stream, version)
   )`,
  `create index event_feed on event (era, transaction_id, number)`,

  `create table store (
     era smallint primary key,
     incarnation uuid not null default gen_random_uuid(),
     base smallint not null,
     timeline integer not null,
     system_identifier bigint not null,
     database_oid bigint not null,
     first_transaction xid8 not null default pg_current_xact_id(),
     store_id smallint not null default 0,
     region text not null,
     map_version bigint not null default 0,
     began_at timestamptz not null default now()
   )`,

  `create table idempotency (
     stream text collate "C" not null,
     scope text collate "C" not null,
     operation text collate "C" not null,
     key text collate "C" not null,
     fingerprint text not null,
     outcome json not null,
     expires_at timestamptz,
     constraint idempotency_pkey primary key (stream, scope, operation, key)
   )`,
  `create index idempotency_expiry on idempotency (expires_at) where expires_at is not null`,

  `create table snapshot (
     stream text collate "C" primary key,
     version integer not null,
     schema_version smallint not null,
     state json not null
   )`,

  `create table lease (
     name text collate "C" primary key,
     owner text not null,
     epoch bigint not null,
     until timestamptz not null
   )`,

  `create function assert_versions(streams text[], versions integer[]) returns void language plpgsql stable as $$
   declare moved text;
   begin
     select expected.stream into moved
     from unnest(streams, versions) as expected (stream, version)
     where expected.version <> coalesce(
       (select event.version from event where event.stream = expected.stream order by event.version desc limit 1), 0)
     limit 1;
     if found then raise exception 'stream % has moved', moved using errcode = 'FW001'; end if;
   end $$`,

  `create function assert_predecessors(streams text[], versions integer[]) returns void language plpgsql stable as $$
   declare ahead text;
   begin
     select expected.stream into ahead
     from unnest(streams, versions) as expected (stream, version)
     where not exists (select from event where event.stream = expected.stream and event.version = expected.version)
     limit 1;
     if found then raise exception 'stream % is shorter than that', ahead using errcode = 'FW003'; end if;
   end $$`,

  `create function assert_leases(names text[], epochs bigint[]) returns void language plpgsql stable as $$
   declare lost text;
   begin
     select expected.name into lost
     from unnest(names, epochs) as expected (name, epoch)
     left join lease using (name)
     where lease.epoch is distinct from expected.epoch
     limit 1;
     if found then raise exception 'lease % has another owner', lost using errcode = 'FW002'; end if;
   end $$`,

  // The columns era, transaction_id, number and recorded_at are not granted: the database sets them, so the application
  // cannot forge them.
  `grant select, insert (stream, version, type, data, metadata) on event to ${APPLICATION_ROLE}`,
  `grant usage on sequence event_number to ${APPLICATION_ROLE}`,
  `grant select on store to ${APPLICATION_ROLE}`,
  `grant select, insert, delete on idempotency to ${APPLICATION_ROLE}`,
  `grant select, insert, update, delete on snapshot to ${APPLICATION_ROLE}`,
  `grant select, insert, update on lease to ${APPLICATION_ROLE}`,
];

export class EventStore1760000000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(): Promise<void> {
    throw new Error('events are never dropped by a migration');
  }
}
