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

/** Where a server keeps its data, and how it differs from the defaults. */
export interface EmbeddedPostgresOptions {
  /** Made when missing. Holds the cluster (`postgres`), its password and the file that names the owner. */
  readonly dataDirectory: string;
  /** Made on first use, UTF-8 and sorted by code point. Default `firstwrite`. */
  readonly database?: string;
  /** `postgres -c name=value`, over the defaults; address, port and log destination stay fixed. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Gets each line the server writes and each restart. */
  readonly log: (line: string) => void;
}

/** A server that runs until `stop`, or until this process ends. */
export interface EmbeddedPostgres {
  /** For the superuser `postgres`; valid across supervised restarts. */
  readonly url: string;
  /** Absolute, with symbolic links resolved. */
  readonly dataDirectory: string;
  /** Of 127.0.0.1; chosen at each start, kept across supervised restarts. */
  readonly port: number;
  /** The server process of the moment: another one after each supervised restart. */
  readonly pid: number;
  /** Shuts the server down (open transactions are rolled back) and gives the data directory free; may be repeated. */
  stop(): Promise<void>;
  /** Resolves, once, when the server is not started again; `stop` is still to be called. Stays pending otherwise. */
  readonly failed: Promise<Error>;
}

/**
 * Runs a real PostgreSQL on a data directory of its own, and no longer than this process: it ends even when that is killed.
 * A server that ends unexpectedly is started again on its port, at most five times a minute. A start that finds the server of a
 * killed process ends that one first. Of several starters on one directory one wins.
 * @throws LocalServerError with a stable `code` and one line that says what to do; nothing runs then, and it is safe to repeat.
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
