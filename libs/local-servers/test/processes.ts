import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { eventually } from '@firstwrite/testing';

export interface ListedProcess {
  readonly pid: number;
  readonly parent: number;
  readonly args: string;
}

const run = promisify(execFile);

/** Every process of the machine except zombies. */
export async function listProcesses(): Promise<ListedProcess[]> {
  const { stdout } = await run('ps', ['-A', '-ww', '-o', 'stat=,pid=,ppid=,args=']);
  return stdout.split('\n').flatMap((line) => {
    const [, state = 'Z', pid, parent, args = ''] = /^\s*(\S+)\s+(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
    return state.startsWith('Z') ? [] : [{ pid: Number(pid), parent: Number(parent), args }];
  });
}

/** The guards and servers that have this folder in their arguments. */
export async function processesOn(directory: string): Promise<ListedProcess[]> {
  return (await listProcesses()).filter(({ args }) => args.includes(directory));
}

export async function expectNoProcessOn(directory: string): Promise<void> {
  await eventually(async () => expect(await processesOn(directory)).toEqual([]), { withinMs: 5_000 });
}
