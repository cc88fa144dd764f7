import { randomUUID } from 'node:crypto';
import { chown, mkdir, readFile, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { DatabaseAccount } from '../postgres/database-account';
import { runAs } from './directory-access';
import { spawnGuarded } from '../process/guard';
import { LastLines } from '../process/last-lines';
import { LocalClusterError } from '../local-cluster-error';
import type { PostgresBinaries } from '../postgres/postgres-binaries';
import { passwordFile, writeNewPassword } from '../postgres/postgres-password';
import { hasCode } from '../system-error';

/** PGDATA. */
export const clusterDirectoryIn = (dataDirectory: string): string => join(dataDirectory, 'postgres');

const initdbGraceMs = 5_000;

export async function clusterExists(clusterDirectory: string): Promise<boolean> {
  return (await readVersion(clusterDirectory)) !== undefined;
}

async function readVersion(clusterDirectory: string): Promise<string | undefined> {
  try {
    return (await readFile(join(clusterDirectory, 'PG_VERSION'), 'utf8')).trim();
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

/** @throws LocalClusterError `data-directory-version` when another major version made the files. */
export async function requireVersion(clusterDirectory: string, majorVersion: number): Promise<void> {
  const version = await readVersion(clusterDirectory);
  if (version === undefined || version === String(majorVersion)) return;
  throw new LocalClusterError(
    'data-directory-version',
    `${clusterDirectory} was made by PostgreSQL ${version} and this program carries PostgreSQL ${majorVersion}: ` +
      'set FIRSTWRITE_DATA_DIR to another folder, or move this one away.',
  );
}

/** PostgreSQL runs only on files its own user owns, which a copy or an unpacked backup may have lost. */
export async function requireOwnership(clusterDirectory: string, account: DatabaseAccount | undefined): Promise<void> {
  const owner = (await stat(clusterDirectory)).uid;
  if (account && owner !== account.uid) {
    await runAs(undefined, 'chown', ['-R', `${account.uid}:${account.gid}`, clusterDirectory]);
  } else if (!account && owner !== process.getuid?.()) {
    throw new LocalClusterError(
      'data-directory-closed',
      `${clusterDirectory} belongs to another user (number ${owner}): run as that user or as root, ` +
        'or set FIRSTWRITE_DATA_DIR to another folder.',
    );
  }
}

/** Removes what starts that were killed in the middle left. Only the owner of the data directory may call it. */
export async function removeUnfinished(dataDirectory: string): Promise<void> {
  for (const name of await readdir(dataDirectory)) {
    if (name.includes('.unfinished-')) await rm(join(dataDirectory, name), { recursive: true, maxRetries: 10 });
  }
}

/** Makes the cluster beside its final place and renames it when complete: a kill in the middle leaves nothing half made. */
export async function createCluster(
  dataDirectory: string,
  account: DatabaseAccount | undefined,
  binaries: PostgresBinaries,
): Promise<void> {
  const draft = `${clusterDirectoryIn(dataDirectory)}.unfinished-${randomUUID()}`;
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
    graceMs: initdbGraceMs,
    onLine: (line) => lines.add(line),
  });
  const { code } = await initdb.exited;
  if (code !== 0) {
    await rm(draft, { recursive: true, force: true });
    throw new LocalClusterError('start-failed', `initdb failed in ${dataDirectory}: ${lines.joined()}`, lines.all());
  }
  await rename(draft, clusterDirectoryIn(dataDirectory));
}

/** C.UTF-8 from the builtin provider: sorts by code point and the same on every machine. LC_ALL=C alone would mean SQL_ASCII. */
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
