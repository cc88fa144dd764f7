import { totalmem } from 'node:os';
import { Deadline, pause, settlesWithin } from '@firstwrite/resilience';
import { hasCode, LocalServerError } from '../local-server-error';
import { LastLines, spawnGuarded, stopOnAbort, type GuardedExit, type GuardedProcess } from '../process/guard';
import { runAs, type DatabaseAccount } from './database-account';
import type { PostgresBinaries } from './postgres-binaries';
import { endLeftoverBackends, endOrphanedServer, pingServer, readPostmasterFile } from './running-server';

export interface ServerPlan {
  readonly postgresDirectory: string;
  readonly port: number;
  readonly password: string;
  readonly settings: PostgresSettings;
  readonly account: DatabaseAccount | undefined;
  readonly binaries: PostgresBinaries;
  readonly log: (line: string) => void;
  /** Aborted to stop the server for good: it then shuts down cleanly, even in the middle of its start. */
  readonly stopping: AbortSignal;
}

export interface PostgresServer {
  readonly pid: number;
  readonly exited: Promise<GuardedExit>;
}

const READY_POLL_MS = 20;
/** A fast shutdown ends with a checkpoint of up to the 4 GB of WAL that the settings allow. */
const STOP_GRACE_MS = 60_000;
/** After a crash the server replays up to as much WAL before it is ready. */
const READY_MS_MAX = 600_000;
/**
 * Backends of a killed postmaster keep its shared memory until they end: idle ones end at once, busy ones on a signal.
 */
const LEFTOVERS_MS_MAX = 60_000;
const LEFTOVERS_POLL_MS = 100;
const HELD_BY_LEFTOVERS = /pre-existing shared memory block|lock file "postmaster\.pid" already exists/;

/**
 * Starts the server; resolves when it answers a query. If the previous server was killed, its processes are ended
 * first.
 * @throws LocalServerError `start-failed`, with the last lines that the server wrote
 */
export async function startServer(plan: ServerPlan): Promise<PostgresServer> {
  const deadline = new Deadline(LEFTOVERS_MS_MAX);
  for (;;) {
    await endOrphanedServer(plan.postgresDirectory, plan.log);
    try {
      return await startOnce(plan);
    } catch (error) {
      const details = error instanceof LocalServerError ? error.details : [];
      const passing = details.some((line) => HELD_BY_LEFTOVERS.test(line));
      if (!passing || plan.stopping.aborted || deadline.isOver) throw error;
    }
    await endLeftoverBackends(plan.postgresDirectory, plan.account);
    await pause(LEFTOVERS_POLL_MS, plan.stopping);
  }
}

async function startOnce(plan: ServerPlan): Promise<PostgresServer> {
  const lines = new LastLines();
  const guarded = await spawnGuarded({
    command: plan.binaries.postgres,
    args: serverArguments(plan),
    env: plan.binaries.env,
    cwd: plan.postgresDirectory,
    ...(plan.account ? { uid: plan.account.uid, gid: plan.account.gid } : {}),
    stopSignal: 'INT',
    graceMs: STOP_GRACE_MS,
    onLine: (line) => {
      lines.add(line);
      plan.log(line);
    },
  });
  stopOnAbort(guarded, plan.stopping);
  try {
    await untilReady(guarded, plan, lines);
  } catch (error) {
    await guarded.stop();
    throw error;
  }
  return guarded;
}

async function untilReady(guarded: GuardedProcess, plan: ServerPlan, lines: LastLines): Promise<void> {
  const deadline = new Deadline(READY_MS_MAX);
  while (!deadline.isOver) {
    if (await answers(guarded.pid, plan)) return;
    if (await settlesWithin(guarded.exited, READY_POLL_MS)) {
      throw new LocalServerError('start-failed', `PostgreSQL did not start: ${lines.joined()}`, lines.all());
    }
  }
  throw new LocalServerError('start-failed', `PostgreSQL was not ready in time: ${lines.joined()}`, lines.all());
}

/**
 * Sends a query only after this process has written that it is ready: before that, another server may listen on the
 * port.
 */
async function answers(pid: number, plan: ServerPlan): Promise<boolean> {
  const record = await readPostmasterFile(plan.postgresDirectory);
  if (record?.pid !== pid || !record.ready) return false;
  try {
    await pingServer(plan);
    return true;
  } catch (error) {
    if (!hasCode(error, INVALID_PASSWORD)) return false;
    throw new LocalServerError(
      'data-directory-unusable',
      `The file postgres-password beside ${plan.postgresDirectory} does not contain its password: ` +
        'put the right password back.',
    );
  }
}

const INVALID_PASSWORD = '28P01';

export type PostgresSettings = Readonly<Record<string, string>>;

/**
 * Durable, and sized for a laptop that runs everything. Checkpoints are so rare that they do not slow the load down.
 */
const DEFAULTS: PostgresSettings = {
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',
  max_connections: '100',
  max_wal_size: '4GB',
  checkpoint_timeout: '15min',
  wal_level: 'replica',
  jit: 'off',
  log_min_messages: 'warning',
  autovacuum: 'on',
};

const MEBIBYTE = 2 ** 20;
const BUFFERS_MB = { min: 128, max: 2_048 };

/**
 * A quarter of the memory, as the manual of PostgreSQL advises, within bounds. The random id of a new order touches
 * any page of two indexes; a page that is not in memory has to be read, and another one written to make room. The
 * server takes the memory only as the data grow.
 */
export function sharedBuffers(memoryBytes: number): string {
  const quarterMb = Math.floor(memoryBytes / 4 / MEBIBYTE);
  return `${Math.min(Math.max(quarterMb, BUFFERS_MB.min), BUFFERS_MB.max)}MB`;
}

/** The memory of the machine, or the limit of the container if that is less. */
function memoryBytes(): number {
  return Math.min(totalmem(), process.constrainedMemory() || Infinity);
}

/** The launcher relies on these settings, so they cannot be overridden. */
function fixed(port: number): PostgresSettings {
  return {
    port: String(port),
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    log_destination: 'stderr',
    logging_collector: 'off',
  };
}

export interface ServerSettings {
  readonly postgresDirectory: string;
  readonly port: number;
  readonly settings: PostgresSettings;
}

/** The command line of `postgres`. */
export function serverArguments({ postgresDirectory, port, settings }: ServerSettings): string[] {
  const all = { ...DEFAULTS, shared_buffers: sharedBuffers(memoryBytes()), ...settings, ...fixed(port) };
  return ['-D', postgresDirectory, ...Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`])];
}

/** Compresses the WAL by lz4, if the package of this platform was built with it. */
export async function withWalCompression(
  settings: PostgresSettings,
  server: { postgresDirectory: string; account: DatabaseAccount | undefined; binaries: PostgresBinaries },
): Promise<PostgresSettings> {
  if (settings['wal_compression'] !== undefined) return settings;
  const { postgres, env } = server.binaries;
  const args = ['-D', server.postgresDirectory, '-c', 'wal_compression=lz4', '-C', 'wal_compression'];
  const answer = await runAs(server.account, postgres, args, env).catch(() => '');
  return answer.trim() === 'lz4' ? { ...settings, wal_compression: 'lz4' } : settings;
}
