import { createTestDatabase, eventually } from '@firstwrite/testing';
import { Client } from 'pg';
import { SingleWriteQuery } from './single-write-query';

const LIMIT_MS = 50;

test("several COPYs are one write, and the driver's time limit ends with the answer", async () => {
  const database = await createTestDatabase();
  const client = new Client({ connectionString: database.url, query_timeout: LIMIT_MS });
  await client.connect();
  await database.query('create table a (t text)');
  await database.query('create table b (t text)');
  const query = new SingleWriteQuery('copy a from stdin; copy b from stdin; select 1 as one', ['x\ny\n', 'z\n']);
  const told: unknown[] = [];
  query.callback = (error) => told.push(error);
  const endMs = performance.now() + 3 * LIMIT_MS;
  client.query(query);
  expect(await query.finished).toEqual({ one: '1' });
  expect(
    await database.query('select (select count(*)::integer from a) as a, (select count(*)::integer from b) as b'),
  ).toEqual([{ a: 2, b: 1 }]);
  await eventually(async () => expect(performance.now()).toBeGreaterThan(endMs), { withinMs: 5_000 });
  expect(told).toEqual([null]);
  await client.end();
  await database.drop();
});
