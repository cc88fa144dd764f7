import { getPostgreSQLEventStore, type PostgresEventStore } from '@event-driven-io/emmett-postgresql';

export function databaseUrl(): string {
  const url = process.env['DATABASE_URL'];
  if (!url) throw new Error('DATABASE_URL is not set');
  return url;
}

/**
 * Emmett, "Event stores", "PostgreSQL": the schema made up front, so that no call looks for it. The pool is the
 * default one of 10 connections: with 32 fewer orders were taken.
 */
export async function openStore(): Promise<PostgresEventStore> {
  const store = getPostgreSQLEventStore(databaseUrl(), { schema: { autoMigration: 'None' } });
  await store.schema.migrate();
  return store;
}
