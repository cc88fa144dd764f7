import { eventually } from '@firstwrite/testing';
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface ListedProcess {
  readonly pid: number;
  readonly parent: number;
  /** The command line as `ps` shows it. */
  readonly args: string;
}

/** The children of a process, and all their descendants. */
export async function descendantsOf(pid: number): Promise<ListedProcess[]> {
  const { stdout } = await run('ps', ['-A', '-ww', '-o', 'pid=,ppid=,args=']);
  const all = stdout.split('\n').flatMap((line) => {
    const [, own = '', parent = '', args = ''] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
    return own === '' ? [] : [{ pid: Number(own), parent: Number(parent), args }];
  });
  const below = (ancestor: number): ListedProcess[] =>
    all.filter(({ parent }) => parent === ancestor).flatMap((child) => [child, ...below(child.pid)]);
  return below(pid);
}

/** The lines of `ps` that contain this text; zombies are left out. */
export async function processesNaming(text: string): Promise<string[]> {
  const { stdout } = await run('ps', ['-A', '-ww', '-o', 'stat=,pid=,args=']);
  return stdout.split('\n').filter((line) => line.includes(text) && !line.trimStart().startsWith('Z'));
}

/** Expects that no process uses a data directory: PostgreSQL and its guard have its path in their arguments. */
export async function expectNoProcessOn(directory: string): Promise<void> {
  await eventually(async () => expect(await processesNaming(directory)).toEqual([]), { withinMs: 10_000 });
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Reads the server's process id: the first line of postmaster.pid. */
export async function postmasterPid(dataDirectory: string): Promise<number> {
  const [pid] = (await readFile(join(dataDirectory, 'postgres', 'postmaster.pid'), 'utf8')).split('\n');
  return Number(pid);
}
