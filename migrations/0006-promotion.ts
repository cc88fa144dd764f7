import { APPLICATION_ROLE } from '@firstwrite/postgres';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const statements = [
  // A statement that was decided from memory of the store must not commit in another incarnation of the store.
  `create function assert_incarnation(expected uuid) returns void language plpgsql stable as $$
   begin
     if not exists (select from store where era = current_era() and incarnation = expected) then
       raise exception 'the store is not incarnation % any more', expected using errcode = 'FW005';
     end if;
   end $$`,

  // Gives a promoted server its era, without DDL, so that a process can do it with the application's rights. Only a
  // physical copy of the registered server on a later timeline is accepted: a restored dump needs a base of its own.
  `create function register_promotion() returns void language sql security definer
   begin atomic
     insert into store (era, base, timeline, system_identifier, database_oid, region, store_id, map_version)
     select current_era(), base, current_timeline(), system_identifier, database_oid, region, store_id, map_version
     from store
     where era = (select max(era) from store)
       and timeline < current_timeline() and era = current_era() - (current_timeline() - timeline)
       and system_identifier = (select c.system_identifier from pg_control_system() c)
       and database_oid = (select d.oid from pg_database d where d.datname = current_database())::bigint
     on conflict do nothing;
   end`,
  'revoke execute on function register_promotion() from public',
  `grant execute on function register_promotion() to ${APPLICATION_ROLE}`,
];

export class Promotion1760000000006 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const name of ['register_promotion', 'assert_incarnation']) await runner.query(`drop function ${name}`);
  }
}
