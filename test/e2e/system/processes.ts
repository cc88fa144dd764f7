import { eventually } from '@firstwrite/testing';
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface ListedProcess {
  readonly pid: number;
  readonly parent: number;
  /** What `ps` shows. */
  readonly args: string;
}

/** The processes that a process started, and those that they started. */
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

/** The command lines of all processes, zombies left out, that name this text. */
export async function processesNaming(text: string): Promise<string[]> {
  const { stdout } = await run('ps', ['-A', '-ww', '-o', 'stat=,pid=,args=']);
  return stdout.split('\n').filter((line) => line.includes(text) && !line.trimStart().startsWith('Z'));
}

/** PostgreSQL and its guard name their data directory in their arguments. */
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

/** The first line of postmaster.pid is the server's process. */
export async function postmasterPid(dataDirectory: string): Promise<number> {
  const [pid] = (await readFile(join(dataDirectory, 'postgres', 'postmaster.pid'), 'utf8')).split('\n');
  return Number(pid);
}
