import type { Pool } from 'pg';
import { DiscardedEvents, nothingDiscarded } from '../fold/discarded-events';
import { countDiscardedSql } from '../rebuild/sql/swap.sql';

/** What a projection does not fold: parked streams, and discarded events. */
export interface Exclusions {
  readonly parked: Set<string>;
  readonly discarded: DiscardedEvents;
}

const parkedSql = 'select stream from parked_stream where projection = $1 and store = $2';
const discardedSql = 'select stream, version from discarded_event where projection = $1 and store = $2';

export async function loadExclusions(pool: Pool, projection: string, store: number): Promise<Exclusions> {
  const values = [projection, store];
  const parked = await pool.query<{ stream: string }>({ name: 'parked', text: parkedSql, values });
  const discarded = await pool.query<{ stream: string; version: number }>({
    name: 'discarded',
    text: discardedSql,
    values,
  });
  return { parked: new Set(parked.rows.map(({ stream }) => stream)), discarded: new DiscardedEvents(discarded.rows) };
}

/** The discarded events of one stream: `$1` projection, `$2` store, `$3` stream. */
export const discardedOfStream = {
  name: 'discarded of a stream',
  text: 'select stream, version from discarded_event where projection = $1 and store = $2::smallint and stream = $3',
};

/** The events that one projection leaves out of one stream. */
export async function loadDiscardedOf(
  database: Pick<Pool, 'query'>,
  { projection, stream }: { readonly projection: string; readonly stream: string },
  store: number,
): Promise<DiscardedEvents> {
  const values = [projection, store, stream];
  const { rows } = await database.query<{ stream: string; version: number }>({ values, ...discardedOfStream });
  return rows.length === 0 ? nothingDiscarded : new DiscardedEvents(rows);
}

/**
 * The discarded events of a projection, and their number. A discard is never undone, so an equal number later means the
 * same events.
 */
export interface Discarded {
  readonly events: DiscardedEvents;
  readonly count: number;
}

export async function loadDiscarded(pool: Pool, projection: string, store: number): Promise<Discarded> {
  // Counted first: the swap notices an event that is discarded between the two reads.
  const { rows } = await pool.query<{ events: number }>(countDiscardedSql, [projection, store]);
  const { discarded } = await loadExclusions(pool, projection, store);
  return { events: discarded, count: rows[0]?.events ?? 0 };
}
