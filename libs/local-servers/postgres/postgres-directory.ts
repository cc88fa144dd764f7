import { randomBytes, randomUUID } from 'node:crypto';
import { chown, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { hasCode, LocalServerError } from '../local-server-error';
import { LastLines, spawnGuarded } from '../process/guard';
import { runAs, type DatabaseAccount } from './database-account';
import type { PostgresBinaries } from './postgres-binaries';

/** The folder in the data directory that PostgreSQL calls its data directory (PGDATA). */
export const postgresDirectoryIn = (dataDirectory: string): string => join(dataDirectory, 'postgres');

const INITDB_GRACE_MS = 5_000;

export async function hasDatabase(postgresDirectory: string): Promise<boolean> {
  return (await readVersion(postgresDirectory)) !== undefined;
}

async function readVersion(postgresDirectory: string): Promise<string | undefined> {
  try {
    return (await readFile(join(postgresDirectory, 'PG_VERSION'), 'utf8')).trim();
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

/** @throws LocalServerError `data-directory-version` when another major version made the files. */
export async function requireVersion(postgresDirectory: string, majorVersion: number): Promise<void> {
  const version = await readVersion(postgresDirectory);
  if (version === undefined || version === String(majorVersion)) return;
  throw new LocalServerError(
    'data-directory-version',
    `${postgresDirectory} was made by PostgreSQL ${version} and this program contains PostgreSQL ${majorVersion}: ` +
      'set FIRSTWRITE_DATA_DIR to another folder, or move this one away.',
  );
}

/**
 * PostgreSQL runs only on files that its user owns; after a copy or the restore of a backup they may have another
 * owner.
 */
export async function requireOwnership(postgresDirectory: string, account: DatabaseAccount | undefined): Promise<void> {
  const owner = (await stat(postgresDirectory)).uid;
  if (account && owner !== account.uid) {
    await runAs(undefined, 'chown', ['-R', `${account.uid}:${account.gid}`, postgresDirectory]);
  } else if (!account && owner !== process.getuid?.()) {
    throw new LocalServerError(
      'data-directory-closed',
      `${postgresDirectory} belongs to another user (number ${owner}): run as that user or as root, ` +
        'or set FIRSTWRITE_DATA_DIR to another folder.',
    );
  }
}

/**
 * Runs initdb on a draft, which is renamed when it is complete: a kill in the middle leaves no incomplete directory.
 */
export async function createDatabaseFiles(
  dataDirectory: string,
  account: DatabaseAccount | undefined,
  binaries: PostgresBinaries,
): Promise<void> {
  const draft = `${postgresDirectoryIn(dataDirectory)}.unfinished-${randomUUID()}`;
  await writeNewPassword(dataDirectory, account);
  await mkdir(draft, { mode: 0o700 });
  if (account) await chown(draft, account.uid, account.gid);
  const lines = new LastLines();
  const initdb = await spawnGuarded({
    command: binaries.initdb,
    args: initdbArguments(draft, passwordFile(dataDirectory)),
    env: binaries.env,
    cwd: dataDirectory,
    ...(account ? { uid: account.uid, gid: account.gid } : {}),
    stopSignal: 'TERM',
    graceMs: INITDB_GRACE_MS,
    onLine: (line) => lines.add(line),
  });
  const { code } = await initdb.exited;
  if (code !== 0) {
    await rm(draft, { recursive: true, force: true });
    throw new LocalServerError('start-failed', `initdb failed in ${dataDirectory}: ${lines.joined()}`, lines.all());
  }
  await rename(draft, postgresDirectoryIn(dataDirectory));
}

/** C.UTF-8 of the builtin provider sorts by code point on every machine. LC_ALL=C alone would mean SQL_ASCII. */
export function initdbArguments(directory: string, password: string): string[] {
  return [
    `--pgdata=${directory}`,
    `--pwfile=${password}`,
    '--username=postgres',
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--locale=C',
    '--no-instructions',
  ];
}

export const passwordFile = (dataDirectory: string): string => join(dataDirectory, 'postgres-password');

/** 192 random bits. */
const PASSWORD_BYTES = 24;

/**
 * Writes a new password to a file that only the account of the server (and root) can read; initdb takes it from
 * there.
 */
export async function writeNewPassword(dataDirectory: string, account: DatabaseAccount | undefined): Promise<void> {
  const file = passwordFile(dataDirectory);
  const draft = `${file}.unfinished-${process.pid}`;
  await writeFile(draft, `${randomBytes(PASSWORD_BYTES).toString('base64url')}\n`, { mode: 0o600 });
  if (account) await chown(draft, account.uid, account.gid);
  await rename(draft, file);
}

/** @throws LocalServerError `data-directory-unusable` when the file is missing, and with it the password */
export async function readPassword(dataDirectory: string): Promise<string> {
  const file = passwordFile(dataDirectory);
  try {
    return (await readFile(file, 'utf8')).trim();
  } catch (error) {
    if (!hasCode(error, 'ENOENT')) throw error;
    throw new LocalServerError(
      'data-directory-unusable',
      `The file ${file} with the password of the database is missing: put it back, or move the folder away.`,
    );
  }
}
