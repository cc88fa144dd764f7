/** The newest event of the feed: everything up to it can be read, now and for ever. Guarantee used: that of the feed itself. */
export const newestPositionSql = `
select era, transaction_id::text as transaction, number::text as number
from event
where era < (select current_era()) or transaction_id < pg_snapshot_xmin(pg_current_snapshot())
order by event.era desc, event.transaction_id desc, event.number desc limit 1`;

/** How many events lie beyond a position. */
export const countBeyondSql = `
select count(*)::float8 as events from event where (era, transaction_id, number) > ($1::smallint, $2::xid8, $3::bigint)`;
