/** Counting stops here: lag beyond it is "a lot". */
export const LAG_EVENTS_MAX = 10_000;

/** For each projection of `$1` in store `$2`: how many events lie beyond its checkpoint, and how long ago the first was recorded. */
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
left join projection_checkpoint c on c.projection = wanted.projection and c.store = $2 and c.partition = 0
cross join lateral (
  select coalesce(c.era, 0::smallint) as era, coalesce(c.transaction_id, '0'::xid8) as transaction_id,
    coalesce(c.number, 0) as number) reached`;
