import { migrateDatabase } from '@firstwrite/migrations';
import { createTestDatabase, eventually, type TestDatabase } from '@firstwrite/testing';
import { batchOf, eventsOf } from '../contract/store-under-test';
import { comparePositions } from '../position';
import { PostgresEventStore } from './postgres-event-store';

const STORE_ID = 3;
/** More transaction ids than the new database's server has assigned. */
const TRANSACTIONS_AHEAD = 1_000_000_000;

let source: TestDatabase;
beforeAll(async () => {
  source = await createTestDatabase();
  await source.query('update store set store_id = $1, map_version = 7', [STORE_ID]);
  const store = await PostgresEventStore.connect({ url: source.url });
  for (let version = 1; version <= 3; version += 1) {
    await store.append(batchOf({ events: [...eventsOf('copied-a', version), ...eventsOf('copied-b', version)] }));
  }
  await store.close();
});
afterAll(() => source.drop());

async function copyRows(table: string, target: TestDatabase): Promise<void> {
  const [row] = await source.query<{ rows: string }>(`select json_agg(${table})::text as rows from ${table}`);
  await target.query(`insert into ${table} select * from json_populate_recordset(null::${table}, $1)`, [row?.rows]);
}

const migrate = (target: TestDatabase) =>
  migrateDatabase({ ownerUrl: target.url, applicationUrl: target.url, region: 'local' });

const eraOf = async (target: TestDatabase) => {
  const [row] = await target.query<{ era: number }>('select current_era() as era');
  return row?.era ?? 0;
};

test.each([
  ['a restore of every table', ['store', 'event'], 0],
  ['a restore of every table, from a server that was ahead', ['store', 'event'], TRANSACTIONS_AHEAD],
  ['events alone, copied into a new database', ['event'], 0],
  ['events alone, from a server that was ahead', ['event'], TRANSACTIONS_AHEAD],
])('%s: a new era begins, and the feed gives old and new events once and in order', async (_, tables, ahead) => {
  const target = await createTestDatabase();
  if (tables.includes('store')) await target.query('delete from store');
  for (const table of tables) await copyRows(table, target);
  await target.query('update event set transaction_id = (transaction_id::text::bigint + $1)::text::xid8', [ahead]);

  await migrate(target);
  expect(await eraOf(target)).toBeGreaterThan(await eraOf(source));
  const store = await PostgresEventStore.connect({ url: target.url });
  await store.append(batchOf({ events: eventsOf('copied-a', 4) }));
  await store.append(batchOf({ events: eventsOf('new', 1, 2) }));

  const events = await eventually(
    async () => {
      const read = await store.readFeed(undefined, 100);
      expect(read).toHaveLength(9);
      return read;
    },
    { withinMs: 5_000 },
  );
  expect(events.map(({ stream, version }) => `${stream}/${version}`)).toEqual([
    ...['copied-a/1', 'copied-b/1', 'copied-a/2', 'copied-b/2', 'copied-a/3', 'copied-b/3'],
    ...['copied-a/4', 'new/1', 'new/2'],
  ]);
  const positions = events.map(({ position }) => position);
  expect(positions).toEqual(positions.toSorted(comparePositions));
  const [sixth, seventh] = positions.slice(5);
  expect(seventh?.era).toBeGreaterThan(sixth?.era ?? Infinity);

  // A reader at the end of the copied events goes on with the new ones.
  expect(await store.readFeed(sixth, 100)).toHaveLength(3);
  await store.close();
  await target.drop();
});

test('a restored store is the same store in a new incarnation', async () => {
  const target = await createTestDatabase();
  await target.query('delete from store');
  for (const table of ['store', 'event']) await copyRows(table, target);
  await migrate(target);
  const rows = await target.query<{ incarnation: string }>(
    'select era, store_id, region, map_version, incarnation from store order by era',
  );
  expect(rows).toMatchObject([
    { era: 1, store_id: STORE_ID, region: 'local', map_version: '7' },
    { era: 2, store_id: STORE_ID, region: 'local', map_version: '7' },
  ]);
  const [before, now] = rows.map(({ incarnation }) => incarnation);
  expect(before).not.toBe(now);
  const store = await PostgresEventStore.connect({ url: target.url });
  expect(await store.isIncarnation(String(now))).toBe(true);
  expect(await store.isIncarnation(String(before))).toBe(false);
  await store.close();
  await target.drop();
});

test('a restore of a store without events is a new incarnation too: another database', async () => {
  const target = await createTestDatabase();
  await target.query('delete from store');
  await copyRows('store', target);
  await migrate(target);
  expect(await target.query('select era from store order by era')).toEqual([{ era: 1 }, { era: 2 }]);
  await target.drop();
});

test('a new era is begun once: starting again changes nothing', async () => {
  const target = await createTestDatabase();
  await copyRows('event', target);
  await migrate(target);
  const before = await target.query('select * from store order by era');
  expect(before).toHaveLength(2);
  await migrate(target);
  const store = await PostgresEventStore.connect({ url: target.url });
  await store.append(batchOf({ events: eventsOf('more', 1) }));
  await store.close();
  await migrate(target);
  expect(await target.query('select * from store order by era')).toEqual(before);
  await target.drop();
});
