import { readFile, stat } from 'node:fs/promises';
import { LocalClusterError } from '../local-cluster-error';

/** The user a database server runs as when this process is root, which PostgreSQL refuses to run as. */
export interface DatabaseAccount {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

const preferredNames = ['postgres', 'nobody'];

/**
 * Nothing for an ordinary user, whose own account serves. For root: the owner of an existing cluster, so that a folder an
 * ordinary user made stays theirs; otherwise `postgres`, or `nobody` where there is none.
 */
export async function chooseDatabaseAccount(clusterDirectory: string): Promise<DatabaseAccount | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const accounts = parseAccounts(await readFile('/etc/passwd', 'utf8').catch(() => ''));
  const existing = await stat(clusterDirectory).catch(() => undefined);
  if (existing && existing.uid !== 0) {
    const name = accounts.find(({ uid }) => uid === existing.uid)?.name ?? `number ${existing.uid}`;
    return { name, uid: existing.uid, gid: existing.gid };
  }
  const account = chooseAccount(accounts);
  if (account) return account;
  throw new LocalClusterError(
    'start-failed',
    'PostgreSQL cannot run as root, and there is neither a user postgres nor nobody: run as an ordinary user.',
  );
}

/** The users of a passwd(5) file that are not root. */
export function parseAccounts(passwd: string): DatabaseAccount[] {
  return passwd.split('\n').flatMap((line) => {
    const [name, , uid = '', gid = ''] = line.split(':');
    if (!name || !/^\d+$/.test(uid) || !/^\d+$/.test(gid) || Number(uid) === 0) return [];
    return [{ name, uid: Number(uid), gid: Number(gid) }];
  });
}

export function chooseAccount(accounts: readonly DatabaseAccount[]): DatabaseAccount | undefined {
  return preferredNames.flatMap((name) => accounts.filter((account) => account.name === name))[0];
}
