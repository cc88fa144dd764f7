import { createTestDatabase, type TestDatabase } from '@firstwrite/testing';
import type { Pool } from 'pg';
import { batchOf, eventsOf } from '../contract/store-under-test';
import { applicationPool } from '@firstwrite/postgres';
import { PostgresEventStore } from './postgres-event-store';

const NOT_ALLOWED = '42501';

let database: TestDatabase;
let application: Pool;
beforeAll(async () => {
  database = await createTestDatabase();
  application = applicationPool({ connectionString: database.url });
  const store = await PostgresEventStore.connect({ url: database.url });
  await store.append(batchOf({ events: eventsOf('stream-a', 1) }));
  await store.close();
});
afterAll(async () => {
  await application.end();
  await database.drop();
});

test('the service works as a role that is not a superuser', async () => {
  const { rows } = await application.query<{ current_user: string; super: boolean }>(
    'select current_user, rolsuper as super from pg_roles where rolname = current_user',
  );
  expect(rows).toEqual([{ current_user: 'firstwrite_app', super: false }]);
});

test.each([
  `update event set data = '{}'`,
  'update event set version = version',
  'delete from event',
  'truncate event',
  'drop table event',
  'alter table event disable trigger all',
  'alter table event add column more text',
  'create index more on event (type)',
  'select * from event for update',
  `select setval('event_number', 1)`,
  'update store set era = 9',
  `insert into store (era, base, timeline, system_identifier, database_oid, region) values (9, 9, 9, 9, 9, 'x')`,
  'delete from store',
  `update idempotency set outcome = '{}'`,
  'delete from lease',
  `create or replace function current_era() returns smallint language sql return 9::smallint`,
])('append-only: the service may not %s', async (statement) => {
  await expect(application.query(statement)).rejects.toMatchObject({ code: NOT_ALLOWED });
});

test.each([
  ['era', '9'],
  ['transaction_id', `'1'`],
  ['number', '1'],
  ['recorded_at', `'2001-01-01'`],
])('append-only: the service may not forge %s', async (column, value) => {
  const insert = (columns: string, values: string) =>
    application.query(
      `insert into event (stream, version, type, data, metadata${columns})
       values ('forged', 1, 'Counted', '{}', '{}'${values})`,
    );
  await expect(insert(`, ${column}`, `, ${value}`)).rejects.toMatchObject({ code: NOT_ALLOWED });
  const copy = `copy event (stream, version, type, data, metadata, ${column}) from stdin`;
  await expect(application.query(copy)).rejects.toMatchObject({ code: NOT_ALLOWED });
});

test.each(['version = 0', 'version = -1'])('no event has %s', async (condition) => {
  const version = Number(condition.split('= ')[1]);
  const insert = `
    insert into event (stream, version, type, data, metadata)
    values ('below', ${version}, 'Counted', '{}', '{}')`;
  await expect(application.query(insert)).rejects.toMatchObject({ code: '23514' });
});

test('the event that was there before is unchanged', async () => {
  const rows = await database.query('select stream, version, data from event');
  expect(rows).toEqual([{ stream: 'stream-a', version: 1, data: { value: 1 } }]);
});
