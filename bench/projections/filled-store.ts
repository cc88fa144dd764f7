import { migrateDatabase } from '@firstwrite/migrations';
import { Client } from 'pg';
import { passOurGate } from '../gate/our-gate';
import { createDatabase } from '../ground';
import { program } from '../repository';
import { fillStore, type Filling } from './fill-store';

/** A database with our schema and a filled store, but no views yet. */
export interface FilledStore {
  readonly databaseUrl: string;
  readonly database: Client;
  readonly events: number;
  readonly orders: number;
}

export async function withFilledStore<Result>(
  { serverUrl, name, filling }: { readonly serverUrl: string; readonly name: string; readonly filling: Filling },
  use: (store: FilledStore) => Promise<Result>,
): Promise<Result> {
  const databaseUrl = await createDatabase(serverUrl, name);
  await migrateDatabase({ ownerUrl: databaseUrl, applicationUrl: databaseUrl, region: 'local' });
  const database = new Client({ connectionString: databaseUrl });
  await database.connect();
  try {
    const filled = await fillStore(databaseUrl, filling);
    await database.query('vacuum analyze event');
    return await use({ databaseUrl, database, ...filled });
  } finally {
    await database.end();
  }
}

/**
 * Proves that the store has its orders, those that were accepted since, and no others, and that its views are the fold
 * of its events.
 * @throws GateFailedError
 */
export async function passStoreGate({ databaseUrl, orders }: FilledStore, acceptedSince = 0): Promise<void> {
  const accepted = orders + acceptedSince;
  await passOurGate({ databaseUrl, accepted, units: accepted, cli: program('apps/cli/main.js') });
}
