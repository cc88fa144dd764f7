import { execFile } from 'node:child_process';
import { readFile, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { LocalServerError } from '../local-server-error';

/** The user that the server runs as when this process runs as root: PostgreSQL refuses to run as root. */
export interface DatabaseAccount {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

const PREFERRED_NAMES = ['postgres', 'nobody'];

/**
 * The account for this process; undefined for an ordinary user, because the server then runs as this user. Root takes
 * the owner of an existing directory, so that the files of an ordinary user stay theirs; otherwise `postgres`, or else
 * `nobody`.
 */
export async function chooseDatabaseAccount(postgresDirectory: string): Promise<DatabaseAccount | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const accounts = parseAccounts(await readFile('/etc/passwd', 'utf8').catch(() => ''));
  const existing = await stat(postgresDirectory).catch(() => undefined);
  if (existing && existing.uid !== 0) {
    const name = accounts.find(({ uid }) => uid === existing.uid)?.name ?? `number ${existing.uid}`;
    return { name, uid: existing.uid, gid: existing.gid };
  }
  const account = chooseAccount(accounts);
  if (account) return account;
  throw new LocalServerError(
    'start-failed',
    'PostgreSQL cannot run as root, and there is no user postgres or nobody: run as an ordinary user.',
  );
}

/** The users in a passwd(5) file, without root. */
export function parseAccounts(passwd: string): DatabaseAccount[] {
  return passwd.split('\n').flatMap((line) => {
    const [name, , uid = '', gid = ''] = line.split(':');
    if (!name || !/^\d+$/.test(uid) || !/^\d+$/.test(gid) || Number(uid) === 0) return [];
    return [{ name, uid: Number(uid), gid: Number(gid) }];
  });
}

export function chooseAccount(accounts: readonly DatabaseAccount[]): DatabaseAccount | undefined {
  return PREFERRED_NAMES.flatMap((name) => accounts.filter((account) => account.name === name))[0];
}

const run = promisify(execFile);

/** Runs a program as the account (as this user if undefined) with a minimal environment; resolves with its output. */
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
 * The first folder on the path to `directory` that the account cannot enter. A program that runs as the account tries
 * it, since access lists and mount options count as well as mode bits.
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

/** @throws LocalServerError `data-directory-closed`, with the folder that the account cannot enter */
export async function requireEntrance(directory: string, account: DatabaseAccount | undefined): Promise<void> {
  const closed = await firstClosedDirectory(directory, account);
  if (closed === undefined) return;
  const why = account ? `PostgreSQL cannot run as root, and user ${account.name}` : 'This user';
  throw new LocalServerError(
    'data-directory-closed',
    `${why} cannot enter ${closed}: set FIRSTWRITE_DATA_DIR to a folder that this user can enter, ` +
      'check out elsewhere, or run as an ordinary user.',
  );
}

export function pathFromRoot(directory: string): string[] {
  const parent = dirname(directory);
  return parent === directory ? [directory] : [...pathFromRoot(parent), directory];
}
