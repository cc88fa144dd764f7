import type { Pool } from 'pg';
import type { DiscardedEvents } from '../fold/discarded-events';
import { loadLeftOut } from '../parked/parked-streams';
import { countDiscardedSql } from './sql/swap.sql';

/**
 * What a projection leaves out for ever, and how much that is: nothing is ever taken back, so a number tells whether
 * it is still all.
 */
export interface Discarded {
  readonly events: DiscardedEvents;
  readonly count: number;
}

export async function loadDiscarded(pool: Pool, projection: string, store: number): Promise<Discarded> {
  // Counted first: what is discarded in between is noticed at the swap.
  const { rows } = await pool.query<{ events: number }>(countDiscardedSql, [projection, store]);
  const { discarded } = await loadLeftOut(pool, projection, store);
  return { events: discarded, count: rows[0]?.events ?? 0 };
}
