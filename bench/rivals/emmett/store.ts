import { getPostgreSQLEventStore, type PostgresEventStore } from '@event-driven-io/emmett-postgresql';

export function databaseUrl(): string {
  const url = process.env['DATABASE_URL'];
  if (!url) throw new Error('DATABASE_URL is not set');
  return url;
}

/**
 * Emmett, "Event stores", "PostgreSQL". The schema is created first, so that no call checks for it. The pool has the
 * default of 10 connections: with 32, fewer orders were accepted.
 */
export async function openStore(): Promise<PostgresEventStore> {
  const store = getPostgreSQLEventStore(databaseUrl(), { schema: { autoMigration: 'None' } });
  await store.schema.migrate();
  return store;
}
