import { getPostgreSQLEventStore, type PostgresEventStore } from '@event-driven-io/emmett-postgresql';
import { Pool } from 'pg';

/** As the other rivals have; the default is 10. */
const POOL_CONNECTIONS = 32;

/** Emmett, "Event stores", "PostgreSQL": a pool of one's own; the schema made up front and not looked at by each call. */
export async function openStore(): Promise<{ store: PostgresEventStore; pool: Pool; connectionString: string }> {
  const connectionString = process.env['DATABASE_URL'];
  if (!connectionString) throw new Error('DATABASE_URL is not set');
  const pool = new Pool({ connectionString, max: POOL_CONNECTIONS });
  const store = getPostgreSQLEventStore(connectionString, {
    connectionOptions: { pool },
    schema: { autoMigration: 'None' },
  });
  await store.schema.migrate();
  return { store, pool, connectionString };
}
