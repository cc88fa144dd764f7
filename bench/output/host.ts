import { execFileSync } from 'node:child_process';
import { cpus, totalmem } from 'node:os';
import { Client } from 'pg';
import { repository } from '../repository';

/** The machine, Node and PostgreSQL that the figures belong to. */
export interface Host {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGiB: number;
  readonly platform: string;
  readonly node: string;
  readonly postgres: string;
  readonly fsync: string;
  readonly synchronousCommit: string;
  /** The commit of the working tree, with a `+` if the tree had changes. */
  readonly commit: string;
}

/**
 * @throws when the server acknowledges commits before they are on the disk: a figure without durability means nothing
 */
export async function describeHost(serverUrl: string): Promise<Host> {
  const client = new Client({ connectionString: serverUrl });
  await client.connect();
  const { rows } = await client.query<Pick<Host, 'postgres' | 'fsync' | 'synchronousCommit'>>(
    `select current_setting('server_version') as postgres, current_setting('fsync') as fsync,
       current_setting('synchronous_commit') as "synchronousCommit"`,
  );
  await client.end();
  const [server] = rows;
  if (server?.fsync !== 'on' || server.synchronousCommit !== 'on') {
    throw new Error(`fsync=${server?.fsync} synchronous_commit=${server?.synchronousCommit}: both must be on`);
  }
  return {
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: cpus().length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    platform: `${process.platform} ${process.arch}`,
    node: process.version,
    ...server,
    commit: commitOfTheTree(),
  };
}

function commitOfTheTree(): string {
  const git = (...words: string[]) => execFileSync('git', words, { cwd: repository, encoding: 'utf8' }).trim();
  try {
    return git('rev-parse', '--short=12', 'HEAD') + (git('status', '--porcelain') === '' ? '' : '+');
  } catch {
    return 'unknown';
  }
}
