import { claimDataDirectory, prepareDataDirectory, removeUnfinished } from '../directory/data-directory';
import { explainSystemError } from '../local-server-error';
import { findFreePort, onFreePorts } from '../process/free-port';
import { ServerSupervision } from '../process/server-supervision';
import { chooseDatabaseAccount, requireEntrance } from './database-account';
import { locatePostgresPackage, prepareBinaries } from './postgres-binaries';
import {
  createDatabaseFiles,
  hasDatabase,
  postgresDirectoryIn,
  readPassword,
  requireOwnership,
  requireVersion,
} from './postgres-directory';
import { startServer, withWalCompression, type PostgresServer, type ServerPlan } from './postgres-server';
import { createDatabase, databaseUrl } from './running-server';

export const DEFAULT_DATABASE = 'firstwrite';

/** The data directory of a server, and its differences from the defaults. */
export interface EmbeddedPostgresOptions {
  /**
   * Created if missing. It contains PostgreSQL's own directory (`postgres`), the password, and the file of the owner.
   */
  readonly dataDirectory: string;
  /** Created if missing, in UTF-8 and sorted by code point. Default `firstwrite`. */
  readonly database?: string;
  /** As in `postgres -c name=value`; they override the defaults, but not address, port and log destination. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Gets each line that the server writes, and a line for each restart. */
  readonly log: (line: string) => void;
}

/** A PostgreSQL that runs until `stop`, or until this process ends. */
export interface EmbeddedPostgres {
  /** The URL for the superuser `postgres`. It stays the same when the server is started again. */
  readonly url: string;
  /** Absolute, with symbolic links resolved. */
  readonly dataDirectory: string;
  /** A port of 127.0.0.1, chosen by this start. It stays the same when the server is started again. */
  readonly port: number;
  /** The process that runs now: another one after each restart. */
  readonly pid: number;
  /** Shuts the server down and releases the data directory. Open transactions are rolled back. May be repeated. */
  stop(): Promise<void>;
  /** Resolves when the server has ended and is not started again; the caller still has to call `stop`. */
  readonly failed: Promise<Error>;
}

/**
 * Runs a real PostgreSQL on a data directory until this process ends, even by kill -9. A server that ends
 * unexpectedly is started again on its port, at most five times a minute. If the directory still has the server of a
 * process that was killed, that server is stopped first. If several processes start on one directory, one succeeds.
 * @throws LocalServerError with a stable `code` and one line that says what to do; nothing runs then, and a start may
 * be repeated
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  try {
    const dataDirectory = await prepareDataDirectory(options.dataDirectory);
    const claim = await claimDataDirectory(dataDirectory);
    try {
      return await startOwned({ ...options, dataDirectory }, claim.release);
    } catch (error) {
      await claim.release();
      throw error;
    }
  } catch (error) {
    throw explainSystemError(error, options.dataDirectory);
  }
}

async function startOwned(options: EmbeddedPostgresOptions, release: () => Promise<void>): Promise<EmbeddedPostgres> {
  const { dataDirectory, database = DEFAULT_DATABASE } = options;
  const stopping = new AbortController();
  const prepared = await prepareServer(options);
  const { plan, server } = await startOnFreePort({ ...prepared, stopping: stopping.signal });
  try {
    await createDatabase(plan, database);
  } catch (error) {
    stopping.abort();
    await server.exited;
    throw error;
  }
  const supervision = new ServerSupervision(server, {
    name: 'PostgreSQL',
    start: () => startServer(plan),
    log: plan.log,
    stopping: stopping.signal,
  });
  const stop = async (): Promise<void> => {
    stopping.abort();
    await supervision.ended;
    await release();
  };
  return {
    url: databaseUrl(plan, database),
    dataDirectory,
    port: plan.port,
    get pid() {
      return supervision.current.pid;
    },
    stop,
    failed: new Promise((resolve) => void supervision.ended.then((error) => error && resolve(error))),
  };
}

type PreparedServer = Omit<ServerPlan, 'port' | 'stopping'>;

async function prepareServer({ dataDirectory, settings = {}, log }: EmbeddedPostgresOptions): Promise<PreparedServer> {
  const postgresDirectory = postgresDirectoryIn(dataDirectory);
  const account = await chooseDatabaseAccount(postgresDirectory);
  await requireEntrance(dataDirectory, account);
  await removeUnfinished(dataDirectory);
  const source = await locatePostgresPackage();
  const binaries = await prepareBinaries(source, { dataDirectory, account });
  if (!(await hasDatabase(postgresDirectory))) await createDatabaseFiles(dataDirectory, account, binaries);
  await requireOwnership(postgresDirectory, account);
  await requireVersion(postgresDirectory, source.majorVersion);
  return {
    postgresDirectory,
    password: await readPassword(dataDirectory),
    settings: await withWalCompression(settings, { postgresDirectory, account, binaries }),
    account,
    binaries,
    log,
  };
}

const PORT_TAKEN = /could not bind .* Address already in use|could not create any TCP\/IP sockets/;

function startOnFreePort(
  prepared: PreparedServer & Pick<ServerPlan, 'stopping'>,
): Promise<{ plan: ServerPlan; server: PostgresServer }> {
  return onFreePorts(async () => {
    const plan = { ...prepared, port: await findFreePort() };
    return { plan, server: await startServer(plan) };
  }, PORT_TAKEN);
}
