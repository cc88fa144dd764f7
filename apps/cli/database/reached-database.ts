import { attachEmbeddedPostgres } from '@firstwrite/local-servers';
import { readSettings, type Settings } from '@firstwrite/platform';

/** The database that the settings name, for as long as a command needs it. */
export interface ReachedDatabase {
  readonly url: string;
  /** The URL for the schema's owner. */
  readonly ownerUrl: string;
  readonly settings: Settings;
}

export interface ReachOptions {
  readonly environment: NodeJS.ProcessEnv;
  /** Creates an embedded database if there is none yet. */
  readonly create?: boolean;
}

/** For the help of every command that works on the database. */
export const databaseExplanation = `
The database: DATABASE_URL, or else the embedded PostgreSQL in FIRSTWRITE_DATA_DIR (default .firstwrite): the server
that a running service has started, or a server that runs as long as this command. "firstwrite config" shows the
settings.`;

/**
 * Gives a command the service's database, and stops the server that was started for the command, if any.
 * @throws BadSettingError @throws LocalServerError
 */
export async function withDatabase<Result>(
  { environment, create = false }: ReachOptions,
  use: (database: ReachedDatabase) => Promise<Result>,
): Promise<Result> {
  const settings = readSettings(environment);
  const { DATABASE_URL, DATABASE_MIGRATION_URL, FIRSTWRITE_DATA_DIR } = settings;
  if (DATABASE_URL) return use({ url: DATABASE_URL, ownerUrl: DATABASE_MIGRATION_URL ?? DATABASE_URL, settings });
  const { url, stop } = await attachEmbeddedPostgres(FIRSTWRITE_DATA_DIR, { create });
  try {
    return await use({ url, ownerUrl: DATABASE_MIGRATION_URL ?? url, settings });
  } finally {
    await stop();
  }
}
