import type { CellOutcome, Ratio, Settings } from '../metric';
import type { Host } from './host';
import type { ThreadTime } from './time-by-part';

/** `bench/results/<date>.json`: the results of a run, for readers without this program. */
export interface ResultFile {
  readonly host: Host;
  readonly settings: RunSettings;
  readonly metrics: readonly ResultRow[];
  /** How our threads spent their working time, by the folder of the profiles (`P7/direct`); absent without profiles. */
  readonly profiles?: Readonly<Record<string, readonly ThreadTime[]>>;
}

export interface RunSettings extends Omit<Settings, 'profileDirectory'> {
  /** The command that repeats the run. */
  readonly command: string;
  readonly startedAt: string;
  readonly tookSeconds: number;
  readonly titles: Readonly<Record<string, string>>;
  /**
   * By row: the share of the processors' time that the host gave to other machines. A row is absent if the system does
   * not report this time.
   */
  readonly stolen: Readonly<Record<string, number>>;
}

/** A figure; or null numbers and a `problem` that says why there is no figure. */
export interface ResultRow {
  readonly id: string;
  readonly cell: string;
  readonly rival: string | null;
  readonly unit: string | null;
  readonly ours: number | null;
  readonly theirs: number | null;
  readonly ratio: Ratio | null;
  /** What `ratio.median` must reach from the side that `bound` names. */
  readonly goal: number | null;
  readonly bound: 'min' | 'max' | null;
  readonly met: boolean | null;
  readonly gate: CellOutcome['gate'];
  readonly problem?: string;
}

const nothing = { unit: null, ours: null, theirs: null, ratio: null, goal: null, bound: null, met: null };

export function resultRow(outcome: CellOutcome): ResultRow {
  const { id, cell, rival, gate } = outcome;
  if (outcome.gate !== 'passed') return { id, cell, rival, ...nothing, gate, problem: outcome.problem };
  const { unit, ours, theirs, ratio, goal, met } = outcome;
  return { id, cell, rival, unit, ours, theirs, ratio, ...boundOf(goal), met, gate };
}

function boundOf(goal: { atLeast: number } | { atMost: number } | null): Pick<ResultRow, 'goal' | 'bound'> {
  if (!goal) return { goal: null, bound: null };
  return 'atLeast' in goal ? { goal: goal.atLeast, bound: 'min' } : { goal: goal.atMost, bound: 'max' };
}
