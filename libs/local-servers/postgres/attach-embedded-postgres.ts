import { access, realpath } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Deadline, pause } from '@firstwrite/resilience';
import { findLiveOwner } from '../directory/data-directory';
import { explainSystemError, LocalServerError } from '../local-server-error';
import { DEFAULT_DATABASE, startEmbeddedPostgres } from './embedded-postgres';
import { postgresDirectoryIn, readPassword } from './postgres-directory';
import { databaseUrl, readPostmasterFile } from './running-server';

/** How to come by a database. A server that already runs keeps its settings and its log. */
export interface AttachOptions {
  /** Make a data directory that is missing. Default false: a tool pointed at a wrong folder says so. */
  readonly create?: boolean;
  /** Default `firstwrite`. */
  readonly database?: string;
  readonly settings?: Readonly<Record<string, string>>;
  /** Gets the server's lines when it had to be started. Default: dropped. */
  readonly log?: (line: string) => void;
}

/** A database to use until `stop`, whoever runs its server. */
export interface AttachedPostgres {
  readonly url: string;
  /** Stops the server when this call started it, and leaves another process's server alone. */
  readonly stop: () => Promise<void>;
}

/** As long as a start may take that has to replay a usual amount of WAL. */
const OWNER_READY_MS_MAX = 60_000;
const OWNER_POLL_MS = 50;

/**
 * Gives a second program the database of a data directory: the server its owner runs, or else one started until `stop`.
 * Needs to run as the same user as the owner, or as root.
 * @throws LocalServerError `data-directory-missing` where there is no cluster and `create` is not set, and what
 * `startEmbeddedPostgres` throws.
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

/** Another program may have become the owner since it was looked for. */
async function startOrAttach(dataDirectory: string, options: AttachOptions): Promise<AttachedPostgres> {
  if (!options.create) await requireCluster(dataDirectory);
  try {
    return await startEmbeddedPostgres({ log: () => undefined, ...options, dataDirectory });
  } catch (error) {
    if (!(error instanceof LocalServerError) || error.code !== 'data-directory-in-use') throw error;
    const attached = await attachToOwner(dataDirectory, options);
    if (!attached) throw error;
    return attached;
  }
}

async function requireCluster(dataDirectory: string): Promise<void> {
  const present = await access(postgresDirectoryIn(dataDirectory)).then(
    () => true,
    () => false,
  );
  if (present) return;
  throw new LocalServerError(
    'data-directory-missing',
    `There is no database in ${resolve(dataDirectory)}: start Firstwrite once, or set FIRSTWRITE_DATA_DIR to its folder.`,
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
        `Process ${owner.pid} holds ${path} but its PostgreSQL is not ready: look at its log.`,
      );
    }
    await pause(OWNER_POLL_MS);
  }
}
