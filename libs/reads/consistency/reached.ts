import { isAtOrAfter, type Position, positionFrom } from '@firstwrite/event-store';
import type { Freshness } from './consistency';

/** What every read statement gives beside its rows. */
export interface ReachedColumns {
  readonly reached_era: number;
  readonly reached_transaction: string;
  readonly reached_number: string;
  readonly staleness_ms: number;
}

/** How far the view was in the snapshot that it was read in. */
export interface Reached {
  readonly position: Position;
  /** Since the first event beyond the position was recorded; 0: there is none. */
  readonly stalenessMs: number;
}

export function reachedOf(store: number, row: ReachedColumns): Reached {
  const { reached_era: era, reached_transaction: transaction, reached_number: number, staleness_ms } = row;
  return { position: positionFrom(store, { era, transaction, number }), stalenessMs: Math.ceil(staleness_ms) };
}

export function isFreshEnough({ position, stalenessMs }: Reached, { consistency, seen }: Freshness): boolean {
  const bounded = consistency.level !== 'bounded' || stalenessMs <= consistency.maxMs;
  return bounded && seen.every((needed) => isAtOrAfter(position, needed));
}
