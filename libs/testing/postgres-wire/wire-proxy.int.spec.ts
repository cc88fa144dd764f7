import { Client } from 'pg';
import { createTestDatabase, type TestDatabase } from '../test-database';
import { startWireProxy, type WireProxy } from './wire-proxy';

let database: TestDatabase;
let proxy: WireProxy;
let client: Client;

beforeAll(async () => {
  database = await createTestDatabase({ migrated: false });
  proxy = await startWireProxy(database.url);
  client = new Client({ connectionString: proxy.url });
  await client.connect();
});
beforeEach(() => proxy.forget());
afterAll(async () => {
  await client.end();
  await proxy.close();
  await database.drop();
});

test('opening a connection is not a round trip', async () => {
  const another = new Client({ connectionString: proxy.url });
  await another.connect();
  await another.end();
  expect(proxy.roundTrips).toEqual([]);
});

test('a simple query is one round trip, however many statements it has', async () => {
  await client.query('select 1; select generate_series(1, 3)');
  expect(proxy.roundTrips).toMatchObject([{ asks: 'select 1; select generate_series(1,', statements: 2, rows: 4 }]);
});

test('a prepared statement is one round trip, the first time and again', async () => {
  const query = { name: 'sum', text: 'select $1::integer + 1 as sum' };
  for (const value of [1, 2]) await client.query({ ...query, values: [value] });
  expect(proxy.roundTrips).toMatchObject([
    { asks: 'sum', sql: query.text, statements: 1, rows: 1 },
    { asks: 'sum', sql: query.text, statements: 1, rows: 1 },
  ]);
  const [first, second] = proxy.roundTrips;
  expect(first!.sentBytes - second!.sentBytes).toBeGreaterThan(query.text.length);
});

test('a statement without a name is named by its beginning', async () => {
  await client.query('select $1::text as answer', ['x'.repeat(1_000)]);
  expect(proxy.roundTrips).toMatchObject([{ asks: 'select $1::text as answer', statements: 1 }]);
  expect(proxy.roundTrips[0]!.sentBytes).toBeGreaterThan(1_000);
});

test('a transaction by hand is three round trips', async () => {
  for (const sql of ['begin', 'select 1', 'commit']) await client.query(sql);
  expect(proxy.roundTrips.map(({ asks }) => asks)).toEqual(['begin', 'select 1', 'commit']);
});

test('a failed statement counts, and the next round trip is counted separately', async () => {
  await expect(client.query('select 1 / 0')).rejects.toThrow('division by zero');
  await client.query('select 1');
  expect(proxy.roundTrips).toMatchObject([
    { statements: 1, rows: 0, error: expect.stringContaining('division by zero') as unknown },
    { statements: 1, rows: 1 },
  ]);
});
