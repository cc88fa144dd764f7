import { createTestDatabase, eventually, type TestDatabase } from '@firstwrite/testing';
import type { Pool } from 'pg';
import { applicationPool } from './application-pool';

const SILENCE_MS = 300;

let database: TestDatabase;
let pool: Pool;
beforeEach(async () => {
  database = await createTestDatabase();
  pool = applicationPool({ connectionString: database.url, max: 1, silenceMsMax: SILENCE_MS });
});
afterEach(async () => {
  await pool.end();
  await database.drop();
});

const sessionOf = async () => (await pool.query<{ pid: number }>('select pg_backend_pid() as pid')).rows[0]?.pid;

test('a connection of a silent server is closed, and the next query has a new one', async () => {
  const first = await sessionOf();
  await expect(pool.query('select pg_sleep(60)')).rejects.toThrow(`no answer in ${SILENCE_MS} ms`);
  expect(await sessionOf()).not.toBe(first);
});

test('an idle connection may be silent for any time', async () => {
  const first = await sessionOf();
  const idleUntilMs = performance.now() + 3 * SILENCE_MS;
  await eventually(() => expect(performance.now()).toBeGreaterThan(idleUntilMs), { withinMs: 5_000 });
  expect(await sessionOf()).toBe(first);
});

test('after a long idle time a query has the whole limit again', async () => {
  const first = await sessionOf();
  const idleUntilMs = performance.now() + 1.5 * SILENCE_MS;
  await eventually(() => expect(performance.now()).toBeGreaterThan(idleUntilMs), { withinMs: 5_000 });
  await pool.query('select pg_sleep($1)', [SILENCE_MS / 3_000]);
  expect(await sessionOf()).toBe(first);
  await expect(pool.query('select pg_sleep(60)')).rejects.toThrow('no answer');
});
