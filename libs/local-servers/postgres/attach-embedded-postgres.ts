import { access, realpath } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Deadline, pause } from '@firstwrite/resilience';
import { findLiveOwner } from '../directory/data-directory';
import { explainSystemError, LocalServerError } from '../local-server-error';
import { DEFAULT_DATABASE, startEmbeddedPostgres } from './embedded-postgres';
import { postgresDirectoryIn, readPassword } from './postgres-directory';
import { databaseUrl, readPostmasterFile } from './running-server';

/** Options for a server that has to be started. A server that runs already keeps its settings and its log. */
export interface AttachOptions {
  /** Whether a missing data directory is created. Default false, so that a tool reports a wrong folder. */
  readonly create?: boolean;
  /** Default `firstwrite`. */
  readonly database?: string;
  readonly settings?: Readonly<Record<string, string>>;
  /** Gets the lines of the server. Default: they are dropped. */
  readonly log?: (line: string) => void;
}

/** A database to use until `stop`. */
export interface AttachedPostgres {
  readonly url: string;
  /** Stops the server if it was started for this; the server of another process goes on. */
  readonly stop: () => Promise<void>;
}

/** A start that replays a usual amount of WAL is ready within this time. */
const OWNER_READY_MS_MAX = 60_000;
const OWNER_POLL_MS = 50;

/**
 * Gives a second program access to the database of a data directory: through the server that the owner of the directory
 * runs, or else through a server that runs until `stop`. The program must run as the user of the owner, or as root.
 * @throws LocalServerError `data-directory-missing` when there is no database and `create` is not set; all errors of
 * `startEmbeddedPostgres`
 */
export async function attachEmbeddedPostgres(
  dataDirectory: string,
  options: AttachOptions = {},
): Promise<AttachedPostgres> {
  try {
    return (await attachToOwner(dataDirectory, options)) ?? (await startOrAttach(dataDirectory, options));
  } catch (error) {
    throw explainSystemError(error, dataDirectory);
  }
}

/** Another program may become the owner after the first check. */
async function startOrAttach(dataDirectory: string, options: AttachOptions): Promise<AttachedPostgres> {
  if (!options.create) await requireDatabase(dataDirectory);
  try {
    return await startEmbeddedPostgres({ log: () => undefined, ...options, dataDirectory });
  } catch (error) {
    if (!(error instanceof LocalServerError) || error.code !== 'data-directory-in-use') throw error;
    const attached = await attachToOwner(dataDirectory, options);
    if (!attached) throw error;
    return attached;
  }
}

async function requireDatabase(dataDirectory: string): Promise<void> {
  const present = await access(postgresDirectoryIn(dataDirectory)).then(
    () => true,
    () => false,
  );
  if (present) return;
  throw new LocalServerError(
    'data-directory-missing',
    `There is no database in ${resolve(dataDirectory)}: ` +
      'start Firstwrite once, or set FIRSTWRITE_DATA_DIR to its folder.',
  );
}

async function attachToOwner(dataDirectory: string, options: AttachOptions): Promise<AttachedPostgres | undefined> {
  const path = await realpath(dataDirectory).catch(() => undefined);
  if (path === undefined) return undefined;
  const deadline = new Deadline(OWNER_READY_MS_MAX);
  for (;;) {
    const owner = await findLiveOwner(path);
    if (!owner) return undefined;
    const server = await readPostmasterFile(postgresDirectoryIn(path)).catch(() => undefined);
    if (server?.ready && server.port !== undefined) {
      const password = await readPassword(path);
      return {
        url: databaseUrl({ port: server.port, password }, options.database ?? DEFAULT_DATABASE),
        stop: async () => undefined,
      };
    }
    if (deadline.isOver) {
      throw new LocalServerError(
        'start-failed',
        `Process ${owner.pid} owns ${path}, but its PostgreSQL is not ready: look at its log.`,
      );
    }
    await pause(OWNER_POLL_MS);
  }
}
