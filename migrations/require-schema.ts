import { applicationSessionOptions } from '@firstwrite/postgres';
import { StoreUnavailableError } from '@firstwrite/event-store';
import { Client } from 'pg';
import { DatabaseNotReadyError, reasonOf, withoutPassword } from './database-errors';
import { migrations } from './schema-versions';

const CONNECT_MS_MAX = 5_000;

/** A wrong user or password, or no such database: waiting does not help. */
const REFUSED_FOR_GOOD = /^(28|3D)/;
/** invalid_parameter_value: the application's role is missing. undefined_table: the table of migrations is missing. */
const NO_SCHEMA = new Set(['22023', '42P01']);

/**
 * Checks that the database has this build's schema or a newer one; changes nothing.
 * @throws DatabaseNotReadyError with one line that says what to do
 * @throws StoreUnavailableError when the database does not answer now
 */
export async function requireSchema(url: string): Promise<void> {
  const ran = new Set(await namesOfMigrations(url));
  const missing = migrations.filter(({ name }) => !ran.has(name));
  if (missing.length === 0) return;
  const what = missing.length === migrations.length ? 'has no schema' : `has an older schema than this build`;
  throw new DatabaseNotReadyError(`the database at ${withoutPassword(url)} ${what}: run "firstwrite migrate"`);
}

async function namesOfMigrations(url: string): Promise<string[]> {
  const client = new Client({
    connectionString: url,
    options: applicationSessionOptions,
    connectionTimeoutMillis: CONNECT_MS_MAX,
    query_timeout: CONNECT_MS_MAX,
    application_name: 'firstwrite',
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ name: string }>('select name from migration');
    return rows.map(({ name }) => name);
  } catch (error) {
    const { code = '' } = error as { code?: string };
    if (NO_SCHEMA.has(code)) return [];
    if (!REFUSED_FOR_GOOD.test(code)) throw new StoreUnavailableError(new Error(reasonOf(error)));
    throw new DatabaseNotReadyError(`cannot connect to ${withoutPassword(url)}: ${reasonOf(error)}`, { cause: error });
  } finally {
    await client.end().catch(() => undefined);
  }
}
