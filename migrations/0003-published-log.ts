import { APPLICATION_ROLE } from '@firstwrite/postgres';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const statements = [
  // One row for each store: how far its feed is published, and the epoch of the relay's lease.
  `create table relay_checkpoint (
     store smallint primary key,
     epoch bigint not null default 0,
     era smallint not null default 0,
     transaction_id xid8 not null default '0',
     number bigint not null default 0
   ) with (fillfactor = 50)`,

  // The number of partitions that the streams are divided among. All rows of a projection have the same number: another
  // number is another division.
  `alter table projection_checkpoint add column partitions smallint not null default 1`,
  `alter table projection_checkpoint alter column partitions drop default`,

  // Takes over partitions of a projection from their owner. A new division of the streams starts all partitions at the
  // position of the partition that was furthest behind.
  `create function claim_checkpoints(of_projection text, of_store smallint, claimed smallint[], division smallint)
   returns table (claimed_partition smallint, new_epoch bigint, its_generation bigint, \
its_era smallint, its_transaction xid8, its_number bigint)
   language plpgsql as $$
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
   end $$`,

  // A stream with an event that a projection could not fold. That event and all later events of the stream wait here;
  // other streams go on.
  `create table parked_stream (
     projection text not null,
     store smallint not null,
     stream text collate "C" not null,
     version integer not null,
     type text not null,
     reason text not null,
     attempts integer not null default 1,
     parked_at timestamptz not null default now(),
     primary key (projection, store, stream)
   )`,

  // An event that an operator told a projection to leave out, for ever. Every fold of that projection leaves it out.
  `create table discarded_event (
     projection text not null,
     store smallint not null,
     stream text collate "C" not null,
     version integer not null,
     type text not null,
     problem text not null,
     reason text not null,
     actor text not null,
     discarded_at timestamptz not null default now(),
     primary key (projection, store, stream, version)
   )`,

  `grant select, insert, update on relay_checkpoint to ${APPLICATION_ROLE}`,
  `grant select, insert, update, delete on parked_stream to ${APPLICATION_ROLE}`,
  `grant select, insert on discarded_event to ${APPLICATION_ROLE}`,
];

export class PublishedLog1760000000003 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['relay_checkpoint', 'parked_stream', 'discarded_event'])
      await runner.query(`drop table ${table}`);
    await runner.query('drop function claim_checkpoints');
    await runner.query('alter table projection_checkpoint drop column partitions');
  }
}
