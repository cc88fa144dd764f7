import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { hasCode } from '../local-server-error';

/** Facts that distinguish a process from a later one with the same pid. */
export interface ProcessFacts {
  /** Opaque: only good for a comparison. */
  readonly startTime: string;
  /** The process has ended, but its parent has not collected its exit code yet. */
  readonly zombie: boolean;
  readonly args: string;
}

const run = promisify(execFile);

/** The facts about a process; undefined when no process has this pid. */
export async function observeProcess(pid: number): Promise<ProcessFacts | undefined> {
  return existsSync('/proc/self/stat') ? fromProcFileSystem(pid) : fromPs(pid);
}

/** Whether the process with this pid and this start time still runs. */
export async function isStillRunning(pid: number, startTime: string): Promise<boolean> {
  const facts = await observeProcess(pid);
  return facts !== undefined && !facts.zombie && facts.startTime === startTime;
}

/** Sends a signal; false when no process has this pid any more. */
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
    return undefined; // the process ended before or between the two reads
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

/**
 * See proc(5): field 2 is the name in brackets, which may contain spaces and brackets itself; field 3 is the state, and
 * field 22 the start time.
 */
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
