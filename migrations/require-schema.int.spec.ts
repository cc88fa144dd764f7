import { StoreUnavailableError } from '@firstwrite/event-store';
import { createTestDatabase } from '@firstwrite/testing';
import { Client } from 'pg';
import { requireSchema } from './require-schema';

async function run(url: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query(statement);
  await client.end();
}

test('a migrated database passes; a missing migration means an older schema, and no migrations mean none', async () => {
  const database = await createTestDatabase();
  await requireSchema(database.url);
  await run(database.url, `delete from migration where name like 'PublishedLog%'`);
  await expect(requireSchema(database.url)).rejects.toThrow(/older schema than this build: run "firstwrite migrate"$/);
  await run(database.url, 'drop table migration');
  await expect(requireSchema(database.url)).rejects.toThrow(/has no schema: run "firstwrite migrate"$/);
});

test('a permanent fault differs from an unreachable database, and no message has the password', async () => {
  const { url } = await createTestDatabase();
  const wrongName = new URL(url);
  wrongName.pathname = '/nowhere';
  await expect(requireSchema(wrongName.href)).rejects.toMatchObject({
    code: 'database-not-ready',
    message: expect.stringContaining('nowhere'),
  });
  await expect(requireSchema('postgres://shop:s3cret@127.0.0.1:9/shop')).rejects.toThrow(StoreUnavailableError);
  await expect(requireSchema('postgres://shop:s3cret@127.0.0.1:9/shop')).rejects.not.toThrow(/s3cret/);
});
