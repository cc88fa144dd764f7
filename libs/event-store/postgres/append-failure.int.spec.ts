import { createTestDatabase, eventually, type TestDatabase } from '@firstwrite/testing';
import { Client } from 'pg';
import { batchOf, eventsOf, expectRefusal } from '../contract/store-under-test';
import { StoreUnavailableError } from '../errors';
import { PostgresEventStore } from './postgres-event-store';

let database: TestDatabase;
let store: PostgresEventStore;
let other: Client;
beforeAll(async () => {
  database = await createTestDatabase();
  store = await PostgresEventStore.connect({ url: database.url });
  other = new Client({ connectionString: database.url });
  await other.connect();
});
afterAll(async () => {
  await other.end();
  await store.close();
  await database.drop();
});

const append = (...parts: Parameters<typeof eventsOf>[]) =>
  store.append(batchOf({ events: parts.flatMap((part) => eventsOf(...part)) }));
const insertByOther = (stream: string) =>
  other.query(`insert into event (stream, version, type, data, metadata) values ($1, 1, 'Counted', '{}', '{}')`, [
    stream,
  ]);
/** The process id of the append that waits for the other session. */
const waitingAppend = () =>
  eventually(
    async () => {
      const [waiting] = await database.query<{ pid: number }>(
        `select pid from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'
         and application_name = 'firstwrite'`,
      );
      expect(waiting).toBeDefined();
      return waiting?.pid ?? 0;
    },
    { withinMs: 5_000 },
  );
const isUsable = async (stream: string) => expect((await append([stream, 1])).position).toBeDefined();

test('appends that come in opposite orders of streams do not deadlock: rows are sorted', async () => {
  for (let round = 0; round < 5; round += 1) {
    // Large enough for the two appends to overlap.
    const events = Array.from({ length: 2_000 }, (_, at) => eventsOf(`sorted-${round}-${at}`, 1)).flat();
    const settled = await Promise.allSettled(
      [events, events.toReversed()].map((rows) => store.append(batchOf({ events: rows }))),
    );
    const failures = settled.flatMap((result) => (result.status === 'rejected' ? [result.reason as unknown] : []));
    expect(failures).toEqual([expect.objectContaining({ failure: 'fence' })]);
  }
});

test('a deadlock with a writer that does not sort is reported as a deadlock, and the store stays usable', async () => {
  // The other session looks for a deadlock later than the append does, so that PostgreSQL cancels the append.
  await other.query(`begin; set local deadlock_timeout = '60s'; set local lock_timeout = '10s'`);
  await insertByOther('deadlock-b');
  const appended = append(['deadlock-a', 1], ['deadlock-b', 1]);
  appended.catch(() => undefined);
  await waitingAppend();
  const blocked = insertByOther('deadlock-a');
  await expectRefusal(appended, 'deadlock');
  await blocked;
  await other.query('rollback');
  await isUsable('deadlock-a');
});

test('a lock that is held for longer than the limit is reported as a lock timeout', async () => {
  await other.query('begin');
  await insertByOther('held');
  const began = performance.now();
  await expectRefusal(append(['held', 1]), 'lock-timeout');
  expect(performance.now() - began).toBeGreaterThan(1_900);
  await other.query('rollback');
  await isUsable('held');
});

test.each([
  ['text that PostgreSQL cannot keep', { stream: 'nul\u0000' }],
  ['a version beyond its type', { version: 2 ** 31 }],
  ['a name too long for an index', { stream: randomText(9_000) }],
])('%s is a fault of the data, and the store stays usable', async (what, fault) => {
  const [event] = eventsOf('data', 1);
  if (!event) throw new Error('no event');
  const events = [...eventsOf(`data-other-${what}`, 1), { ...event, ...fault }];
  await expectRefusal(store.append(batchOf({ events })), 'data');
  await isUsable(`data-other-${what}`);
});

test('a connection that is killed while it appends leaves the outcome unknown, and the store usable', async () => {
  await other.query('begin');
  await insertByOther('killed');
  const appended = append(['killed', 1]);
  appended.catch(() => undefined);
  await database.query('select pg_terminate_backend($1)', [await waitingAppend()]);
  await expectRefusal(appended, 'unknown');
  await other.query('rollback');
  await isUsable('killed');
});

test('a server that is silent too long leaves the outcome of an append unknown, and reads are refused', async () => {
  const impatient = await PostgresEventStore.connect({ url: database.url, silenceMsMax: 300 });
  await other.query('begin');
  await insertByOther('silent');
  await expectRefusal(impatient.append(batchOf({ events: eventsOf('silent', 1) })), 'unknown');
  await other.query('rollback');
  await other.query('begin; lock table event in access exclusive mode');
  await expect(impatient.readFeed(undefined, 1)).rejects.toBeInstanceOf(StoreUnavailableError);
  await other.query('rollback');
  // The store stays usable, although the server went on with the abandoned append.
  expect((await impatient.append(batchOf({ events: eventsOf('heard', 1) }))).position).toBeDefined();
  await impatient.close();
});

test('the store stays usable after its idle connections were killed', async () => {
  await isUsable('idle-1');
  await database.query(
    `select pg_terminate_backend(pid, 5000) from pg_stat_activity
     where datname = current_database() and application_name = 'firstwrite'`,
  );
  await eventually(() => isUsable(`idle-${Math.random()}`), { withinMs: 2_000 });
});

test('a refusal of the whole statement is reported as unavailable', async () => {
  await database.query('revoke insert on event from firstwrite_app');
  await database.query('revoke insert (stream, version, type, data, metadata) on event from firstwrite_app');
  await expectRefusal(append(['refused', 1]), 'unavailable');
  await database.query('grant insert (stream, version, type, data, metadata) on event to firstwrite_app');
  await isUsable('refused');
});

test('a server that cannot be reached is reported as unavailable', async () => {
  const unreachable = PostgresEventStore.connect({ url: 'postgres://someone@127.0.0.1:1/none' });
  await expect(unreachable).rejects.toBeInstanceOf(StoreUnavailableError);

  const gone = await createTestDatabase();
  const lost = await PostgresEventStore.connect({ url: gone.url });
  await gone.drop();
  await eventually(() => expectRefusal(lost.append(batchOf({ events: eventsOf('s', 1) })), 'unavailable'), {
    withinMs: 2_000,
  });
  await expect(lost.load([{ stream: 's', snapshotSchemaVersion: 1 }], [])).rejects.toBeInstanceOf(
    StoreUnavailableError,
  );
  await expect(lost.readFeed(undefined, 1)).rejects.toMatchObject({ code: 'unavailable' });
  await lost.close();
});

test('a database without its schema is reported as unavailable', async () => {
  const empty = await createTestDatabase({ migrated: false });
  await expect(PostgresEventStore.connect({ url: empty.url })).rejects.toBeInstanceOf(StoreUnavailableError);
  await empty.drop();
});

/** Text that does not compress. */
function randomText(length: number): string {
  return Array.from({ length }, () => String.fromCharCode(33 + Math.floor(Math.random() * 90))).join('');
}
