import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { hasCode } from '../local-server-error';

/** What tells a process from a later one that got the same pid. */
export interface ProcessFacts {
  /** Opaque: compare, do not compute. */
  readonly startTime: string;
  /** Ended, but not yet collected by its parent. */
  readonly zombie: boolean;
  readonly args: string;
}

const run = promisify(execFile);

/** The facts about a running process, or nothing when no process has this pid. */
export async function observeProcess(pid: number): Promise<ProcessFacts | undefined> {
  return existsSync('/proc/self/stat') ? fromProcFileSystem(pid) : fromPs(pid);
}

/** Whether the very process that had this start time still runs. */
export async function isStillRunning(pid: number, startTime: string): Promise<boolean> {
  const facts = await observeProcess(pid);
  return facts !== undefined && !facts.zombie && facts.startTime === startTime;
}

/** False when no process has this pid any more. */
export function sendSignal(pid: number, signal: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, signal);
  } catch (error) {
    if (hasCode(error, 'ESRCH')) return false;
    throw error;
  }
}

async function fromProcFileSystem(pid: number): Promise<ProcessFacts | undefined> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    const args = await readFile(`/proc/${pid}/cmdline`, 'utf8');
    return parseProcStat(stat, args);
  } catch {
    return undefined; // it ended before or between the two reads
  }
}

async function fromPs(pid: number): Promise<ProcessFacts | undefined> {
  try {
    const env = { ...process.env, LC_ALL: 'C' };
    const { stdout } = await run('ps', ['-o', 'stat=,lstart=,args=', '-ww', '-p', String(pid)], { env });
    return parsePsLine(stdout);
  } catch {
    return undefined; // ps exits with 1 when there is no such process
  }
}

/** proc(5): the name, second field, may itself hold spaces and brackets; the state is field 3, the start time field 22. */
export function parseProcStat(stat: string, cmdline: string): ProcessFacts | undefined {
  const [state, ...later] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const startTime = later[18];
  if (state === undefined || startTime === undefined) return undefined;
  return { startTime, zombie: state === 'Z' || state === 'X', args: cmdline.split('\0').join(' ').trim() };
}

export function parsePsLine(line: string): ProcessFacts | undefined {
  const match = /^\s*(\S+)\s+(\S+\s+\S+\s+\d+\s+[\d:]+\s+\d{4})\s+(.*)$/m.exec(line);
  if (!match) return undefined;
  const [, state = '', startTime = '', args = ''] = match;
  return { startTime: startTime.replace(/\s+/g, ' '), zombie: state.startsWith('Z'), args: args.trim() };
}
