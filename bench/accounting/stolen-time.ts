import { readFileSync } from 'node:fs';

/** The time of the machine's processors since it was started, in clock ticks. */
export interface MachineTime {
  readonly all: number;
  /** Time that this machine wanted, and the host gave to another machine (proc_stat(5), steal). */
  readonly stolen: number;
}

/** Reads the time of this machine; undefined where the system does not report it. */
export function machineTime(): MachineTime | undefined {
  if (process.platform !== 'linux') return undefined;
  return parseMachineTime(readFileSync('/proc/stat', 'utf8'));
}

export function parseMachineTime(procStat: string): MachineTime {
  const [, ...ticks] = (procStat.split('\n', 1)[0] ?? '').split(/ +/).map(Number);
  // The columns: user nice system idle iowait irq softirq steal. The time of guests follows; user and nice already
  // include it.
  const counted = ticks.slice(0, 8);
  return { all: counted.reduce((sum, count) => sum + count, 0), stolen: counted[7] ?? 0 };
}

/** The stolen share of the processors' time between two readings; undefined where the system does not report it. */
export function stolenShare(before: MachineTime | undefined, after: MachineTime | undefined): number | undefined {
  if (!before || !after || after.all === before.all) return undefined;
  return (after.stolen - before.stolen) / (after.all - before.all);
}
