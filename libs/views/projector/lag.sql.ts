import { eventsBeyondSql, msSinceFirstBeyondSql, type PositionSql } from '@firstwrite/event-store';

/** The count of events stops here: a larger lag is reported as this number. */
export const LAG_EVENTS_MAX = 10_000;

const reached: PositionSql = { era: 'reached.era', transaction: 'reached.transaction_id', number: 'reached.number' };

/**
 * For each projection of `$1` in store `$2`: how many events are beyond its checkpoint, and how long ago the first of
 * them was recorded. Of several partitions, the one furthest behind counts.
 */
export const lagSql = `
select wanted.projection,
  (select count(*) from (
    ${eventsBeyondSql(reached)}
    limit ${LAG_EVENTS_MAX}) beyond)::integer as events,
  coalesce((${msSinceFirstBeyondSql(reached)}), 0)::float8 as oldest_ms
from unnest($1::text[]) as wanted (projection)
left join lateral (
  select * from projection_checkpoint k where k.projection = wanted.projection and k.store = $2
  order by k.era, k.transaction_id, k.number limit 1) c on true
cross join lateral (
  select coalesce(c.era, 0::smallint) as era, coalesce(c.transaction_id, '0'::xid8) as transaction_id,
    coalesce(c.number, 0) as number) reached`;
