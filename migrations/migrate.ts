import { APPLICATION_ROLE } from '@firstwrite/postgres';
import { registerIncarnation } from '@firstwrite/event-store';
import { Client, DatabaseError } from 'pg';
import { DataSource, QueryFailedError } from 'typeorm';
import { ensureApplicationRole } from './application-role';
import { DatabaseNotReadyError, reasonOf, withoutPassword } from './database-errors';
import { migrations } from './schema-versions';

export interface MigrateOptions {
  /** The URL of the schema's owner. */
  readonly ownerUrl: string;
  /** The URL of the service. Its user may differ from the owner. */
  readonly applicationUrl: string;
  /** The region of the store; it is fixed when the store is created. */
  readonly region: string;
}

/** A constant that no other application is likely to use for an advisory lock. */
const MIGRATION_LOCK = 7_310_579;
const SERVER_VERSION_MIN = 140_000;

/**
 * Migrates a database to this build's schema and registers its incarnation. It may be repeated, and several processes
 * may run it at once.
 * @returns the names of the migrations that ran
 * @throws DatabaseNotReadyError with one line that says what to do
 */
export async function migrateDatabase({ ownerUrl, applicationUrl, region }: MigrateOptions): Promise<string[]> {
  const owner = await connectOwner(ownerUrl);
  try {
    await owner.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await ensureApplicationRole(owner, [userOf(owner, ownerUrl), userOf(owner, applicationUrl)]);
    const names = await runMigrations(ownerUrl);
    // Roles that do not migrate read this table to learn whether the schema is complete.
    if (names.length > 0) await owner.query(`grant select on migration to ${APPLICATION_ROLE}`);
    await registerIncarnation(owner, region);
    return names;
  } catch (error) {
    if (!(error instanceof DatabaseError || error instanceof QueryFailedError)) throw error;
    throw new DatabaseNotReadyError(`${withoutPassword(ownerUrl)}: ${error.message}`, { cause: error });
  } finally {
    await owner.end();
  }
}

async function connectOwner(url: string): Promise<Client> {
  const client = new Client({
    connectionString: url,
    connectionTimeoutMillis: 10_000,
    application_name: 'firstwrite migrate',
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
  } catch (error) {
    await client.end().catch(() => undefined);
    throw new DatabaseNotReadyError(`cannot connect to ${withoutPassword(url)}: ${reasonOf(error)}`, { cause: error });
  }
  const { rows } = await client.query<{ number: string; name: string }>(
    `select current_setting('server_version_num') as number, current_setting('server_version') as name`,
  );
  const [version] = rows;
  if (Number(version?.number) >= SERVER_VERSION_MIN) return client;
  await client.end();
  throw new DatabaseNotReadyError(`${withoutPassword(url)} is PostgreSQL ${version?.name}: 14 or newer is needed`);
}

function userOf(owner: Client, url: string): string {
  return decodeURIComponent(new URL(url).username) || owner.user || 'postgres';
}

async function runMigrations(url: string): Promise<string[]> {
  const source = new DataSource({
    type: 'postgres',
    url,
    migrations: [...migrations],
    migrationsTableName: 'migration',
    applicationName: 'firstwrite migrate',
  });
  await source.initialize();
  try {
    const migrations = await source.runMigrations({ transaction: 'all' });
    return migrations.map(({ name }) => name);
  } finally {
    await source.destroy();
  }
}
