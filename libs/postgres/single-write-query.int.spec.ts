import { createTestDatabase } from '@firstwrite/testing';
import { Client } from 'pg';
import { SingleWriteQuery } from './single-write-query';

test('sends several COPYs as one write', async () => {
  const database = await createTestDatabase();
  const client = new Client({ connectionString: database.url });
  await client.connect();
  await database.query('create table a (t text)');
  await database.query('create table b (t text)');
  const query = new SingleWriteQuery({
    sql: 'copy a from stdin; copy b from stdin; select 1 as one',
    copies: ['x\ny\n', 'z\n'],
  });
  client.query(query);
  expect(await query.finished).toEqual({ one: '1' });
  expect(
    await database.query('select (select count(*)::integer from a) as a, (select count(*)::integer from b) as b'),
  ).toEqual([{ a: 2, b: 1 }]);
  await client.end();
  await database.drop();
});
