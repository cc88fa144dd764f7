import { readFile, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { Deadline, pause } from '@firstwrite/resilience';
import { Client, escapeIdentifier } from 'pg';
import { hasCode, LocalServerError } from '../local-server-error';
import { observeProcess, sendSignal } from '../process/process-facts';
import { runAs, type DatabaseAccount } from './database-account';

export interface PostmasterRecord {
  readonly pid: number;
  readonly port: number | undefined;
  readonly ready: boolean;
}

export const postmasterFile = (postgresDirectory: string): string => join(postgresDirectory, 'postmaster.pid');

/** What a server wrote about itself; nothing when the file is absent or its first line is not a pid. */
export async function readPostmasterFile(postgresDirectory: string): Promise<PostmasterRecord | undefined> {
  try {
    return parsePostmasterFile(await readFile(postmasterFile(postgresDirectory), 'utf8'));
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

/** Line 1 is the pid, line 4 the port, line 8 the status; PostgreSQL adds the later lines as it gets that far. */
export function parsePostmasterFile(text: string): PostmasterRecord | undefined {
  const lines = text.split('\n').map((line) => line.trim());
  const pid = Number.parseInt(lines[0] ?? '', 10);
  if (!Number.isSafeInteger(pid) || pid <= 0) return undefined;
  const port = Number.parseInt(lines[3] ?? '', 10);
  return { pid, port: Number.isSafeInteger(port) ? port : undefined, ready: lines[7] === 'ready' };
}

export interface ServerAddress {
  readonly port: number;
  readonly password: string;
}

const CONNECT_MS_MAX = 5_000;

export function databaseUrl({ port, password }: ServerAddress, database: string): string {
  return `postgres://postgres:${password}@127.0.0.1:${port}/${encodeURIComponent(database)}`;
}

/** Proves that the server answers a query. */
export async function pingServer(address: ServerAddress): Promise<void> {
  await withClient(address, (client) => client.query('select 1'));
}

/** May be repeated: an existing database is left as it is. */
export async function createDatabase(address: ServerAddress, database: string): Promise<void> {
  await withClient(address, async (client) => {
    const found = await client.query('select 1 from pg_database where datname = $1', [database]);
    if (found.rowCount === 0) await client.query(`create database ${escapeIdentifier(database)}`);
  });
}

async function withClient(address: ServerAddress, work: (client: Client) => Promise<unknown>): Promise<void> {
  const client = new Client({
    connectionString: databaseUrl(address, 'postgres'),
    connectionTimeoutMillis: CONNECT_MS_MAX,
  });
  client.on('error', () => undefined); // a server that ends meanwhile also fails the query, which is where it is told
  try {
    await client.connect();
    await work(client);
  } finally {
    await client.end();
  }
}

const ORPHAN_POLL_MS = 100;
/** A fast shutdown writes a checkpoint: with the 4 GB of WAL the settings allow this can take a while on a slow disk. */
const ORPHAN_STOP_MS_MAX = 60_000;

/**
 * Leaves a cluster directory that no server runs on. Only its owner may call it.
 * A server whose launcher is gone is stopped. A stale pid file is removed only when its pid is a zombie or belongs to another
 * program now, which PostgreSQL cannot tell; otherwise PostgreSQL itself judges the file and the shared memory it names.
 */
export async function endOrphanedServer(postgresDirectory: string, log: (line: string) => void): Promise<void> {
  const record = await readPostmasterFile(postgresDirectory);
  if (!record) return;
  const facts = await observeProcess(record.pid);
  if (!facts) return;
  if (facts.zombie || !isServerOn(facts.args, postgresDirectory)) {
    await unlink(postmasterFile(postgresDirectory));
    return;
  }
  log(`PostgreSQL (process ${record.pid}) was left running without its launcher: stopping it`);
  await stopServer(record.pid, postgresDirectory);
}

export function isServerOn(args: string, postgresDirectory: string): boolean {
  const [program = '', directory = ''] = args.split(' -D ');
  return program.endsWith('postgres') && `${directory} `.startsWith(`${postgresDirectory} `);
}

async function stopServer(pid: number, postgresDirectory: string): Promise<void> {
  const deadline = new Deadline(ORPHAN_STOP_MS_MAX);
  while (!deadline.isOver) {
    if (!interrupt(pid, postgresDirectory)) return;
    await pause(ORPHAN_POLL_MS);
    const facts = await observeProcess(pid);
    if (!facts || facts.zombie || !isServerOn(facts.args, postgresDirectory)) return;
  }
  throw new LocalServerError(
    'data-directory-in-use',
    `PostgreSQL (process ${pid}) runs on ${postgresDirectory} without its launcher and did not stop: end it by hand.`,
  );
}

function interrupt(pid: number, postgresDirectory: string): boolean {
  try {
    return sendSignal(pid, 'SIGINT');
  } catch {
    throw new LocalServerError(
      'data-directory-in-use',
      `PostgreSQL (process ${pid}) of another user runs on ${postgresDirectory}: stop it as that user or as root.`,
    );
  }
}

/**
 * A backend is known by its title and by its working directory, which PostgreSQL sets to the cluster's.
 * The account asks itself: root in a container may not look at another user's working directories.
 */
const QUIT_BACKENDS = `
for process in /proc/[0-9]*; do
  [ "$process/cwd" -ef "$1" ] || continue
  read -r title <"$process/cmdline"
  case $title in postgres:*) kill -s QUIT "\${process#/proc/}" ;; esac
done 2>/dev/null
exit 0
`;

/**
 * Ends the backends of a killed postmaster, which otherwise finish their query first and keep a new server out until then.
 * Only for a cluster that has no postmaster. SIGQUIT is PostgreSQL's own immediate shutdown; nothing committed is lost.
 * Without a /proc file system it does nothing, and the backends end in their own time.
 */
export async function endLeftoverBackends(
  postgresDirectory: string,
  account: DatabaseAccount | undefined,
): Promise<void> {
  await runAs(account, '/bin/sh', ['-c', QUIT_BACKENDS, 'sh', postgresDirectory]);
}
