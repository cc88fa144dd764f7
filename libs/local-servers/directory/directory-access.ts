import { execFile } from 'node:child_process';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import type { DatabaseAccount } from '../postgres/database-account';
import { LocalClusterError } from '../local-cluster-error';

const run = promisify(execFile);

/** Runs a program as the database account, or as this user where there is none, with the smallest of environments. */
export async function runAs(
  account: DatabaseAccount | undefined,
  command: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<string> {
  const identity = account ? { uid: account.uid, gid: account.gid } : {};
  const { stdout } = await run(command, args, { ...identity, cwd: '/', env: { PATH: process.env['PATH'], ...env } });
  return stdout;
}

/**
 * The first folder on the way to `directory` that the account cannot enter.
 * It is tried, not computed: access lists and mount options count as well as mode bits.
 */
export async function firstClosedDirectory(
  directory: string,
  account: DatabaseAccount | undefined,
): Promise<string | undefined> {
  const script = 'for d; do [ -x "$d" ] || { printf %s "$d"; exit 0; }; done';
  const closed = await runAs(account, '/bin/sh', ['-c', script, 'sh', ...pathFromRoot(directory)]);
  return closed === '' ? undefined : closed;
}

/** Whether the account can read and run each of these files. */
export async function canExecute(files: readonly string[], account: DatabaseAccount | undefined): Promise<boolean> {
  const script = 'for f; do [ -r "$f" ] && [ -x "$f" ] || exit 0; done; printf yes';
  return (await runAs(account, '/bin/sh', ['-c', script, 'sh', ...files])) === 'yes';
}

/** @throws LocalClusterError `data-directory-closed` naming the folder that is closed to the account. */
export async function requireEntrance(directory: string, account: DatabaseAccount | undefined): Promise<void> {
  const closed = await firstClosedDirectory(directory, account);
  if (closed === undefined) return;
  const why = account ? `PostgreSQL cannot run as root, and user ${account.name}` : 'This user';
  throw new LocalClusterError(
    'data-directory-closed',
    `${why} cannot enter ${closed}: set FIRSTWRITE_DATA_DIR to a folder that user can enter, ` +
      'check out elsewhere, or run as an ordinary user.',
  );
}

export function pathFromRoot(directory: string): string[] {
  const parent = dirname(directory);
  return parent === directory ? [directory] : [...pathFromRoot(parent), directory];
}
