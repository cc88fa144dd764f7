import { readFileSync } from 'node:fs';

/** What the machine's processors have done since it was started, in their clock's ticks. */
export interface MachineTime {
  readonly all: number;
  /** Wanted here, and given to another machine on the same host (proc_stat(5), steal). */
  readonly stolen: number;
}

/** Undefined where the system does not tell. */
export function machineTime(): MachineTime | undefined {
  if (process.platform !== 'linux') return undefined;
  return parseMachineTime(readFileSync('/proc/stat', 'utf8'));
}

export function parseMachineTime(procStat: string): MachineTime {
  const [, ...ticks] = (procStat.split('\n', 1)[0] ?? '').split(/ +/).map(Number);
  // user nice system idle iowait irq softirq steal; a guest's time, which follows, is in the first two.
  const counted = ticks.slice(0, 8);
  return { all: counted.reduce((sum, count) => sum + count, 0), stolen: counted[7] ?? 0 };
}

/** Of what the machine's processors could have done in between; undefined where the system does not tell. */
export function stolenShare(before: MachineTime | undefined, after: MachineTime | undefined): number | undefined {
  if (!before || !after || after.all === before.all) return undefined;
  return (after.stolen - before.stolen) / (after.all - before.all);
}
