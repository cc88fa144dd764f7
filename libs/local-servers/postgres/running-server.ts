import { readFile, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { Deadline, pause } from '@firstwrite/resilience';
import { Client, escapeIdentifier } from 'pg';
import { hasCode, LocalServerError } from '../local-server-error';
import { observeProcess, sendSignal } from '../process/process-facts';
import { runAs, type DatabaseAccount } from './database-account';

/** The content of `postmaster.pid`, in which a server describes itself. */
export interface PostmasterRecord {
  readonly pid: number;
  readonly port: number | undefined;
  readonly ready: boolean;
}

export const postmasterFile = (postgresDirectory: string): string => join(postgresDirectory, 'postmaster.pid');

/** Reads how the server describes itself; undefined when there is no file, or its first line is not a pid. */
export async function readPostmasterFile(postgresDirectory: string): Promise<PostmasterRecord | undefined> {
  try {
    return parsePostmasterFile(await readFile(postmasterFile(postgresDirectory), 'utf8'));
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

/**
 * Line 1 is the pid, line 4 the port, line 8 the status. The server writes the later lines in the course of its
 * start.
 */
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

/** Creates the database unless it exists. */
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
  client.on('error', () => undefined); // a server that ends makes the query fail, too
  try {
    await client.connect();
    await work(client);
  } finally {
    await client.end();
  }
}

const ORPHAN_POLL_MS = 100;
/** A fast shutdown writes a checkpoint of up to 4 GB of WAL, which takes long on a slow disk. */
const ORPHAN_STOP_MS_MAX = 60_000;

/**
 * Makes sure that no server runs on the directory. Only the owner of the data directory may call it. A server without
 * its launcher is stopped. The pid file of a dead server is removed if its pid belongs to a zombie or to another
 * program by now, which PostgreSQL does not notice. In all other cases PostgreSQL checks the file itself.
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

/** Whether a command line is that of a server on this directory. */
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
 * A backend is recognised by its title and its working directory, which is the directory of its server. The script
 * runs as the account of the server: in a container not even root may read the working directory of another user's
 * process.
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
 * Ends the backends of a postmaster that was killed. Otherwise a backend first finishes its query, and no server can
 * start until then. Call it only when the directory has no postmaster. SIGQUIT is the immediate shutdown of PostgreSQL:
 * no committed transaction is lost. Without a /proc file system nothing is done, and each backend ends after its query.
 */
export async function endLeftoverBackends(
  postgresDirectory: string,
  account: DatabaseAccount | undefined,
): Promise<void> {
  await runAs(account, '/bin/sh', ['-c', QUIT_BACKENDS, 'sh', postgresDirectory]);
}
