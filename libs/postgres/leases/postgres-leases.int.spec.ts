import { createTestDatabase, eventually, type TestDatabase } from '@firstwrite/testing';
import { Client } from 'pg';
import { batchOf, eventsOf, expectRefusal } from '../../event-store/contract/store-under-test';
import { PostgresEventStore } from '@firstwrite/event-store';
import { applicationSessionOptions } from '../application-role';
import { applicationPool } from '../application-pool';
import { PostgresLeases } from './postgres-leases';

const LONG_MS = 60_000;
const SHORT_MS = 100;

let database: TestDatabase;
let pool: ReturnType<typeof applicationPool>;
let leases: PostgresLeases;
beforeAll(async () => {
  database = await createTestDatabase();
  pool = applicationPool({ connectionString: database.url, max: 10 });
  leases = new PostgresLeases(pool);
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});

const acquiredOnceExpired = (name: string, owner: string) =>
  eventually(
    async () => {
      const epoch = await leases.acquire(name, owner, LONG_MS);
      expect(epoch).toBeDefined();
      return epoch ?? 0;
    },
    { withinMs: 5_000 },
  );

test('exactly one of ten concurrent attempts acquires the lease', async () => {
  const tries = await Promise.all(
    Array.from({ length: 10 }, (_, at) => leases.acquire('crowd', `owner-${at}`, LONG_MS)),
  );
  expect(tries.filter((epoch) => epoch !== undefined)).toEqual([1]);
});

test('exactly one of three attempts that find the lease free at the same moment acquires it', async () => {
  await leases.acquire('free', 'first', 0);
  const held = new Client({ connectionString: database.url });
  await held.connect();
  await held.query('begin');
  await held.query(`select from lease where name = 'free' for update`);
  const tries = Array.from({ length: 3 }, (_, at) => leases.acquire('free', `owner-${at}`, LONG_MS));
  // All of them have found it free, and none has taken it.
  await eventually(
    async () => {
      const waiting = `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
      expect(await database.query(waiting)).toHaveLength(tries.length);
    },
    { withinMs: 1_500 },
  );
  await held.query('commit');
  await held.end();
  expect((await Promise.all(tries)).filter((epoch) => epoch !== undefined)).toEqual([2]);
});

test('a renewed lease cannot be acquired again, not even by its owner', async () => {
  const epoch = (await leases.acquire('renewed', 'a', SHORT_MS)) ?? 0;
  expect(await leases.renew('renewed', epoch, LONG_MS)).toBe(true);
  const [row] = await database.query<{ left_ms: string }>(
    `select extract(epoch from until - clock_timestamp()) * 1000 as left_ms from lease where name = 'renewed'`,
  );
  expect(Number(row?.left_ms)).toBeGreaterThan(LONG_MS / 2);
  expect(await leases.acquire('renewed', 'b', LONG_MS)).toBeUndefined();
  expect(await leases.acquire('renewed', 'a', LONG_MS)).toBeUndefined();
});

test('an owner that was suspended is superseded: it cannot renew, release or append any more', async () => {
  const before = (await leases.acquire('stopped', 'a', SHORT_MS)) ?? 0;
  const after = await acquiredOnceExpired('stopped', 'b');
  expect(after).toBe(before + 1);
  expect(await leases.renew('stopped', before, LONG_MS)).toBe(false);
  await leases.release('stopped', before);
  expect(await leases.acquire('stopped', 'c', LONG_MS)).toBeUndefined();

  const store = await PostgresEventStore.connect({ url: database.url });
  const guarded = (epoch: number, version: number) =>
    store.append(batchOf({ events: eventsOf('guarded', version), guards: [{ lease: 'stopped', epoch }] }));
  await guarded(after, 1);
  await expectRefusal(guarded(before, 2), 'superseded');
  await store.close();
});

test('an expired lease can be renewed while no other owner has acquired it', async () => {
  const epoch = (await leases.acquire('late', 'a', 0)) ?? 0;
  expect(await leases.renew('late', epoch, LONG_MS)).toBe(true);
  expect(await leases.acquire('late', 'b', LONG_MS)).toBeUndefined();
});

test('a released lease cannot be renewed, and is free at once under the next epoch', async () => {
  const epoch = (await leases.acquire('released', 'a', LONG_MS)) ?? 0;
  await leases.release('released', epoch);
  expect(await leases.renew('released', epoch, LONG_MS)).toBe(false);
  expect(await leases.acquire('released', 'b', LONG_MS)).toBe(epoch + 1);
});

test('an attempt to acquire a held lease takes no transaction id, and so does not hold back the feed', async () => {
  await leases.acquire('watched', 'a', LONG_MS);
  const client = new Client({ connectionString: database.url, options: applicationSessionOptions });
  await client.connect();
  await client.query('begin');
  await new PostgresLeases(client as unknown as typeof pool).acquire('watched', 'b', LONG_MS);
  const { rows } = await client.query('select pg_current_xact_id_if_assigned() as id');
  expect(rows).toEqual([{ id: null }]);
  await client.end();
});

test('rejects without a database', async () => {
  const nowhere = applicationPool({ connectionString: 'postgres://nobody@127.0.0.1:1/none' });
  const away = new PostgresLeases(nowhere);
  await expect(away.acquire('any', 'a', LONG_MS)).rejects.toThrow();
  await expect(away.renew('any', 1, LONG_MS)).rejects.toThrow();
  await nowhere.end();
});
