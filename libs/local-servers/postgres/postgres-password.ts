import { randomBytes } from 'node:crypto';
import { chown, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DatabaseAccount } from './database-account';
import { LocalClusterError } from '../local-cluster-error';
import { hasCode } from '../system-error';

export const passwordFile = (dataDirectory: string): string => join(dataDirectory, 'postgres-password');

/** 192 random bits, in letters that need no escape in a URL. */
const passwordBytes = 24;

/** Writes a new password for initdb to read, readable by the server's account (and root) alone. */
export async function writeNewPassword(dataDirectory: string, account: DatabaseAccount | undefined): Promise<void> {
  const file = passwordFile(dataDirectory);
  const draft = `${file}.unfinished-${process.pid}`;
  await writeFile(draft, `${randomBytes(passwordBytes).toString('base64url')}\n`, { mode: 0o600 });
  if (account) await chown(draft, account.uid, account.gid);
  await rename(draft, file);
}

/** @throws LocalClusterError `data-directory-unusable` when the file is gone: nobody knows the password then. */
export async function readPassword(dataDirectory: string): Promise<string> {
  const file = passwordFile(dataDirectory);
  try {
    return (await readFile(file, 'utf8')).trim();
  } catch (error) {
    if (!hasCode(error, 'ENOENT')) throw error;
    throw new LocalClusterError(
      'data-directory-unusable',
      `${file} is missing, and with it the password of the database beside it: put it back, or move the folder away.`,
    );
  }
}
