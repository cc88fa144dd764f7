import { Client, escapeIdentifier } from 'pg';

export interface ServerAddress {
  readonly port: number;
  readonly password: string;
}

const connectTimeoutMs = 5_000;

export function databaseUrl({ port, password }: ServerAddress, database: string): string {
  return `postgres://postgres:${password}@127.0.0.1:${port}/${encodeURIComponent(database)}`;
}

/** Proves that the server answers a query. */
export async function pingServer(address: ServerAddress): Promise<void> {
  await withClient(address, (client) => client.query('select 1'));
}

/** May be repeated: an existing database is left as it is. */
export async function createDatabase(address: ServerAddress, database: string): Promise<void> {
  await withClient(address, async (client) => {
    const found = await client.query('select 1 from pg_database where datname = $1', [database]);
    if (found.rowCount === 0) await client.query(`create database ${escapeIdentifier(database)}`);
  });
}

async function withClient(address: ServerAddress, work: (client: Client) => Promise<unknown>): Promise<void> {
  const client = new Client({
    connectionString: databaseUrl(address, 'postgres'),
    connectionTimeoutMillis: connectTimeoutMs,
  });
  client.on('error', () => undefined); // a server that ends meanwhile also fails the query, which is where it is told
  try {
    await client.connect();
    await work(client);
  } finally {
    await client.end();
  }
}
