import { migrateDatabase } from '@firstwrite/migrations';
import { randomBytes } from 'node:crypto';
import { Client } from 'pg';

/** A database of its own for one test file, on the server that the test run started. */
export interface TestDatabase {
  /** The URL for its owner, a superuser. */
  readonly url: string;
  /** Runs a statement as the owner. */
  query<Row extends object>(text: string, values?: unknown[]): Promise<Row[]>;
  drop(): Promise<void>;
}

/** Creates a database, and by default its schema. */
export async function createTestDatabase({ migrated = true } = {}): Promise<TestDatabase> {
  const serverUrl = process.env['FIRSTWRITE_TEST_SERVER_URL'];
  if (!serverUrl) throw new Error('no test server: run the tests through jest, which starts one');
  const name = `test_${randomBytes(6).toString('hex')}`;
  const server = await connected(serverUrl);
  await server.query(`create database ${name}`);
  const url = Object.assign(new URL(serverUrl), { pathname: `/${name}` }).href;
  if (migrated) await migrateDatabase({ ownerUrl: url, applicationUrl: url, region: 'local' });
  const owner = await connected(url);
  return {
    url,
    query: async <Row extends object>(text: string, values?: unknown[]) => (await owner.query<Row>(text, values)).rows,
    drop: async () => {
      await owner.end();
      await server.query(`drop database ${name} with (force)`);
      await server.end();
    },
  };
}

async function connected(url: string): Promise<Client> {
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  return client;
}
