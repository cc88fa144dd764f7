import type { Pool } from 'pg';
import { DiscardedEvents } from '../projections/discarded-events';

/** What a projection does not fold: streams that wait for somebody, and events that it is to leave out for ever. */
export interface LeftOut {
  readonly parked: Set<string>;
  readonly discarded: DiscardedEvents;
}

const parkedSql = 'select stream from parked_stream where projection = $1 and store = $2';
const discardedSql = 'select stream, version from discarded_event where projection = $1 and store = $2';

export async function loadLeftOut(pool: Pool, projection: string, store: number): Promise<LeftOut> {
  const values = [projection, store];
  const parked = await pool.query<{ stream: string }>({ name: 'parked', text: parkedSql, values });
  const discarded = await pool.query<{ stream: string; version: number }>({
    name: 'discarded',
    text: discardedSql,
    values,
  });
  return { parked: new Set(parked.rows.map(({ stream }) => stream)), discarded: new DiscardedEvents(discarded.rows) };
}
