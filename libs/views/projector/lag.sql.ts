/** Counting stops here: lag beyond it is "a lot". */
export const LAG_EVENTS_MAX = 10_000;

/**
 * For each projection of `$1` in store `$2`: how many events lie beyond its checkpoint, and how long ago the first was recorded. Of several
 * partitions the one furthest behind counts.
 */
export const lagSql = `
select wanted.projection,
  (select count(*) from (
    select from event e where (e.era, e.transaction_id, e.number) > (reached.era, reached.transaction_id, reached.number)
    limit ${LAG_EVENTS_MAX}) beyond)::integer as events,
  coalesce((
    select greatest(0, extract(epoch from clock_timestamp() - e.recorded_at) * 1000)
    from event e where (e.era, e.transaction_id, e.number) > (reached.era, reached.transaction_id, reached.number)
    order by e.era, e.transaction_id, e.number limit 1), 0)::float8 as oldest_ms
from unnest($1::text[]) as wanted (projection)
left join lateral (
  select * from projection_checkpoint k where k.projection = wanted.projection and k.store = $2
  order by k.era, k.transaction_id, k.number limit 1) c on true
cross join lateral (
  select coalesce(c.era, 0::smallint) as era, coalesce(c.transaction_id, '0'::xid8) as transaction_id,
    coalesce(c.number, 0) as number) reached`;
