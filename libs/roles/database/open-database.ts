import { startEmbeddedPostgres } from '@firstwrite/local-servers';
import { migrateDatabase } from '@firstwrite/migrations';
import type { Surroundings } from '@firstwrite/platform';

export interface Database {
  readonly url: string;
  /** The place of the database, without credentials. */
  readonly description: string;
  /** Resolves when the database is gone for good; never for a server that this process did not start. */
  readonly failed: Promise<Error>;
}

/**
 * The database that the settings name, or an embedded one with these server settings, brought to this build's schema.
 */
export async function openDatabase(
  surroundings: Surroundings,
  serverSettings: Readonly<Record<string, string>> = {},
): Promise<Database> {
  const { settings, logger } = surroundings;
  const database = settings.DATABASE_URL
    ? externalDatabase(settings.DATABASE_URL)
    : await embedded(surroundings, serverSettings);
  const migrated = await migrateDatabase({
    ownerUrl: settings.DATABASE_MIGRATION_URL ?? database.url,
    applicationUrl: database.url,
    region: settings.FIRSTWRITE_REGION,
  });
  if (migrated.length > 0) logger.info({ migrations: migrated }, 'schema migrated');
  return database;
}

function externalDatabase(url: string): Database {
  const { host, pathname } = new URL(url);
  return { url, description: `${host}${pathname}`, failed: new Promise<Error>(() => undefined) };
}

async function embedded(
  { settings, logger, shutdown }: Surroundings,
  serverSettings: Readonly<Record<string, string>>,
): Promise<Database> {
  const log = (line: string) => logger.debug({ part: 'postgres' }, line);
  const postgres = await startEmbeddedPostgres({
    dataDirectory: settings.FIRSTWRITE_DATA_DIR,
    settings: serverSettings,
    log,
  });
  shutdown.started('embedded PostgreSQL', () => postgres.stop());
  const { url, dataDirectory, failed } = postgres;
  return { url, description: `embedded PostgreSQL in ${dataDirectory}`, failed };
}
