import { observeProcess } from '../process/process-facts';

/** Who holds a data directory. The start time tells the owner from a later process with the same pid. */
export interface OwnerRecord {
  readonly pid: number;
  readonly startTime: string;
  readonly command: string;
}

/** The record a file holds; nothing when a power loss left it empty or cut short. */
export function parseOwnerRecord(text: string): OwnerRecord | undefined {
  try {
    const { pid, startTime, command } = JSON.parse(text) as Partial<Record<keyof OwnerRecord, unknown>>;
    if (!Number.isSafeInteger(pid) || typeof startTime !== 'string' || typeof command !== 'string') return undefined;
    return { pid: pid as number, startTime, command };
  } catch {
    return undefined;
  }
}

export async function describeThisProcess(): Promise<OwnerRecord> {
  const facts = await observeProcess(process.pid);
  return {
    pid: process.pid,
    startTime: facts?.startTime ?? 'unknown',
    command: process.argv.slice(0, 2).join(' '),
  };
}

export function isSameOwner(one: OwnerRecord | undefined, other: OwnerRecord | undefined): boolean {
  return one?.pid === other?.pid && one?.startTime === other?.startTime;
}
