import type { LoadResult } from '../load/load-result';

/** One round of one contender. */
export interface RoundFigures extends LoadResult {
  /** Of the contender's process and PostgreSQL, until the views had caught up. */
  readonly serviceCpuSeconds: number;
  readonly postgresCpuSeconds: number;
  /** Of the contender's process; 0 where it has none. */
  readonly residentBytes: number;
}

/** How a contender fared in a cell. */
export type Participation =
  | { readonly state: 'measured'; readonly rounds: readonly RoundFigures[]; readonly bytesAnEvent: number | undefined }
  | { readonly state: 'failed'; readonly problem: string }
  | { readonly state: 'absent'; readonly problem: string };

/** By the contender's name. */
export type CellFigures = ReadonlyMap<string, Participation>;
