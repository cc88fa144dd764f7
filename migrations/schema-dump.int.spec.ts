import { createTestDatabase, type TestDatabase } from '@firstwrite/testing';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { dumpSchema } from './schema-dump';

let database: TestDatabase;
beforeAll(async () => void (database = await createTestDatabase()));
afterAll(() => database.drop());

test('docs/schema.sql is the schema that the migrations create', async () => {
  const committed = await readFile(join(__dirname, '..', 'docs', 'schema.sql'), 'utf8').catch(() => '');
  const actual = await dumpSchema(database.url);
  if (actual === committed) return;
  expect(actual.split('\n')).toEqual(committed.split('\n'));
  throw new Error('docs/schema.sql differs from the migrations: run "npm run db:dump" and review the difference');
});

test.each([
  ['a column', 'alter table lease add column note text', 'note text'],
  ['a default', `alter table lease alter column owner set default 'nobody'`, `default 'nobody'::text`],
  ['a type', 'alter table lease alter column owner type varchar(9)', 'character varying(9)'],
  ['a constraint', 'alter table lease add constraint positive check (epoch > 0)', 'constraint positive on lease'],
  ['an index', 'create index lease_until on lease (until)', 'CREATE INDEX lease_until'],
  ['a function', 'create function answer() returns integer language sql return 42', 'FUNCTION public.answer()'],
  [
    'a grant',
    'grant delete on event to firstwrite_app',
    'grant delete, insert (stream, version, type, data, metadata)',
  ],
  [
    'a column grant',
    'grant insert (era) on event to firstwrite_app',
    'insert (stream, version, type, data, metadata, era)',
  ],
  ['a grant on a function', 'grant execute on function current_era() to firstwrite_app', 'function current_era()'],
])('the dump shows %s that was added', async (_, statement, text) => {
  const before = await dumpSchema(database.url);
  expect(before).not.toContain(text);
  await database.query(statement);
  expect(await dumpSchema(database.url)).toContain(text);
});
