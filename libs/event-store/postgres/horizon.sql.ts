import type { Horizon } from '../event-store';

/**
 * One snapshot and a time before it. Guarantees used: `now()` is taken when the transaction starts, hence before the
 * statement's snapshot (`statement_timestamp()` may be later than it in the extended protocol), and a commit is
 * acknowledged only after every new snapshot sees it. A snapshot's xmax is one past the latest transaction that has
 * ended, not the next one to begin. On the primary only, which `current_era()` makes sure of.
 */
export const horizonSql = `
select extract(epoch from now()) * 1000 as at_ms, current_era() as era,
  pg_snapshot_xmin(taken)::text as oldest_open, pg_snapshot_xmax(taken)::text as committed_below
from pg_current_snapshot() as taken`;

export interface HorizonRow {
  readonly at_ms: string;
  readonly era: number;
  readonly oldest_open: string;
  readonly committed_below: string;
}

export function horizonOf([row]: readonly HorizonRow[]): Horizon {
  if (!row) throw new Error('the database answered no row');
  const { at_ms, era, oldest_open, committed_below } = row;
  return {
    atMs: Math.floor(Number(at_ms)),
    era,
    oldestOpen: Number(oldest_open),
    committedBelow: Number(committed_below),
  };
}
