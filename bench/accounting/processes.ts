import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

/** The resources of one process, as the operating system counts them. */
export interface ProcessAccount {
  readonly pid: number;
  readonly parentPid: number;
  /** User and system time of the process itself. */
  readonly cpuSeconds: number;
  /** CPU time of its ended children and their ended children. 0 where the system does not report it (`ps`). */
  readonly endedChildrenSeconds: number;
  readonly residentBytes: number;
}

const run = promisify(execFile);

/** USER_HZ: 100 on every Linux that Node runs on, whatever the kernel's own HZ is (time(7)). */
const TICKS_A_SECOND = 100;
const PAGE_BYTES = 4_096;

/** Every process that this user may see. */
export async function readProcesses(): Promise<ProcessAccount[]> {
  return existsSync('/proc/self/stat') ? fromProcFileSystem() : fromPs();
}

async function fromProcFileSystem(): Promise<ProcessAccount[]> {
  const names = await readdir('/proc');
  const accounts = await Promise.all(names.filter((name) => /^\d+$/.test(name)).map(accountOf));
  return accounts.filter((account) => account !== undefined);
}

async function accountOf(pid: string): Promise<ProcessAccount | undefined> {
  try {
    return parseProcStat(await readFile(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return undefined; // the process ended before it was read
  }
}

/**
 * proc(5): the second field, the name, may contain spaces and brackets. Field 4 is the parent, fields 14 to 17 are the
 * times, and field 24 is the number of resident pages.
 */
export function parseProcStat(stat: string): ProcessAccount {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const numberAt = (field: number) => Number(fields[field - 3]);
  return {
    pid: Number(stat.slice(0, stat.indexOf(' '))),
    parentPid: numberAt(4),
    cpuSeconds: (numberAt(14) + numberAt(15)) / TICKS_A_SECOND,
    endedChildrenSeconds: (numberAt(16) + numberAt(17)) / TICKS_A_SECOND,
    residentBytes: numberAt(24) * PAGE_BYTES,
  };
}

async function fromPs(): Promise<ProcessAccount[]> {
  const { stdout } = await run('ps', ['-axo', 'pid=,ppid=,time=,rss='], { env: { ...process.env, LC_ALL: 'C' } });
  return stdout.trim().split('\n').map(parsePsLine);
}

/** `  501     1   1:02.25  10240`: times as [days-][hours:]minutes:seconds, memory in KiB. */
export function parsePsLine(line: string): ProcessAccount {
  const [pid = '', parentPid = '', time = '', kibibytes = ''] = line.trim().split(/\s+/);
  const [clock = '', days = '0'] = time.split('-').reverse();
  const seconds = clock.split(':').reduce((total, part) => total * 60 + Number(part), 0);
  return {
    pid: Number(pid),
    parentPid: Number(parentPid),
    cpuSeconds: Number(days) * 86_400 + seconds,
    endedChildrenSeconds: 0,
    residentBytes: Number(kibibytes) * 1_024,
  };
}
