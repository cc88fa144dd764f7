import { createTestDatabase, type TestDatabase } from '@firstwrite/testing';
import { batchOf, eventsOf, expectRefusal } from '../contract/store-under-test';
import { PostgresEventStore } from './postgres-event-store';

let database: TestDatabase;
let store: PostgresEventStore;
beforeEach(async () => {
  database = await createTestDatabase();
  store = await PostgresEventStore.connect({ url: database.url });
});
afterEach(async () => {
  await store.close();
  await database.drop();
});

const append = (stream: string, version: number) => store.append(batchOf({ events: eventsOf(stream, version) }));
const registered = () =>
  database.query<{ era: number; incarnation: string }>('select era, incarnation from store order by era');

/** The server is on the next timeline, as after its promotion. */
async function promote(): Promise<void> {
  const [row] = await database.query<{ timeline: number }>('select current_timeline() as timeline');
  const next = Number(row?.timeline) + 1;
  await database.query(`create or replace function current_timeline() returns integer language sql return ${next}`);
}

test('an append of a former incarnation writes nothing, and the next one is of the new incarnation', async () => {
  await append('a', 1);
  const { identity } = store;
  await promote();
  await expectRefusal(append('a', 2), 'promoted');
  expect(await database.query('select stream, version from event')).toEqual([{ stream: 'a', version: 1 }]);
  expect(store.identity).toMatchObject({ storeId: identity.storeId, region: identity.region, era: identity.era + 1 });
  expect(store.identity.incarnation).not.toBe(identity.incarnation);
  expect(await append('a', 2)).toMatchObject({ position: { era: identity.era + 1 } });
});

test('an append without events is refused, too: its decisions may rest on lost events', async () => {
  await promote();
  await expectRefusal(store.append(batchOf({})), 'promoted');
});

test('a snapshot of a former incarnation is not saved', async () => {
  await promote();
  const snapshot = { stream: 'a', version: 1, schemaVersion: 1, state: {} };
  await expect(store.saveSnapshots([snapshot])).rejects.toMatchObject({ code: 'unavailable' });
  expect(await database.query('select from snapshot')).toEqual([]);
});

test('processes that notice a promotion at once agree on its incarnation', async () => {
  await promote();
  const stores = await Promise.all([1, 2, 3].map(() => PostgresEventStore.connect({ url: database.url })));
  const [, second, ...more] = await registered();
  expect(more).toEqual([]);
  for (const { identity } of stores) expect(identity).toMatchObject({ ...second });
  await Promise.all(stores.map((one) => one.close()));
});

test('only the service may register a promotion', async () => {
  const mayExecute = (role: string) =>
    database.query(`select has_function_privilege($1, 'register_promotion()', 'execute') as may`, [role]);
  expect(await mayExecute('firstwrite_app')).toEqual([{ may: true }]);
  expect(await mayExecute('pg_read_all_data')).toEqual([{ may: false }]);
});

test.each([
  ['another server', 'system_identifier'],
  ['another database', 'database_oid'],
])('a copy in %s is not registered by a process: its transaction ids begin again', async (_, fact) => {
  await database.query(`update store set ${fact} = ${fact} + 1`);
  await promote();
  await expect(PostgresEventStore.connect({ url: database.url })).rejects.toThrow('run "firstwrite migrate"');
  await expectRefusal(append('a', 1), 'unavailable');
  expect(await registered()).toHaveLength(1);
});
