import type { LoadResult } from '../load/load-result';

/** One round of one contender. */
export interface RoundFigures extends LoadResult {
  /** CPU time of the contender's processes, from the round's start until its views have caught up. */
  readonly serviceCpuSeconds: number;
  /** CPU time of PostgreSQL, over the same time. */
  readonly postgresCpuSeconds: number;
  /** Memory of the contender's processes after the round; 0 for a contender without a process. */
  readonly residentBytes: number;
}

/** The result of a contender in a cell. */
export type Participation =
  | { readonly state: 'measured'; readonly rounds: readonly RoundFigures[]; readonly bytesAnEvent: number | undefined }
  | { readonly state: 'failed'; readonly problem: string }
  | { readonly state: 'absent'; readonly problem: string };

/** Results of a cell, by the contender's name. */
export type CellFigures = ReadonlyMap<string, Participation>;
