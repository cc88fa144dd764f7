import { APPLICATION_ROLE } from '@firstwrite/postgres';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const statements = [
  // The tables that a rebuild replaced and kept for one rollback: the position of their rows, and the streams that were
  // parked.
  `create table replaced_view (
     view_schema text not null,
     projection text not null,
     store smallint not null,
     era smallint not null,
     transaction_id xid8 not null,
     number bigint not null,
     parked json not null,
     replaced_at timestamptz not null default now(),
     primary key (view_schema, projection, store)
   )`,
  `grant select on replaced_view to ${APPLICATION_ROLE}`,
];

export class ReplacedView1760000000004 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table replaced_view');
  }
}
