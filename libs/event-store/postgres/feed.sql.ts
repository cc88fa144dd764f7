/**
 * Events in commit order after the position `$1 … $3`. An event is given only when no transaction that could still commit before it
 * is open: its era is past, or its transaction is below the oldest open one. Guarantee used: `pg_snapshot_xmin` of the statement's own
 * snapshot, so every transaction below it has ended and is visible or aborted. On the primary only. The order names the table: a bare
 * `number` would be the text column of the result, in which 100 comes before 99.
 */
export const feedSql = `
select stream, version, type, data, metadata, era, transaction_id::text as transaction, number::text as number,
  extract(epoch from recorded_at) * 1000 as recorded_at_ms
from event
where (era, transaction_id, number) > ($1::smallint, $2::xid8, $3::bigint)
  and (era < (select current_era()) or transaction_id < pg_snapshot_xmin(pg_current_snapshot()))
order by event.era, event.transaction_id, event.number
limit $4`;

export const streamSql = `
select stream, version, type, data, metadata, era, transaction_id::text as transaction, number::text as number,
  extract(epoch from recorded_at) * 1000 as recorded_at_ms
from event
where stream = $1 and version > $2
order by version
limit $3`;
