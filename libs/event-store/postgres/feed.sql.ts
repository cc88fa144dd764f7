/** The columns that {@link storedEventOf} makes an event from; 64-bit columns come as text. */
export const EVENT_COLUMNS = `stream, version, type, data, metadata,
  era, transaction_id::text as transaction, number::text as number,
  extract(epoch from recorded_at) * 1000 as recorded_at_ms`;

/**
 * Events in commit order after the position `$1 … $3`. An event is given only when no transaction that could still
 * commit before it is open: its era is past, or its transaction is below the oldest open one. Guarantee used:
 * `pg_snapshot_xmin` of the statement's own snapshot, so every transaction below it has ended and is visible or
 * aborted. On the primary only. The order names the table: a bare `number` would be the text column of the result, in
 * which 100 comes before 99.
 */
export const feedSql = `
select ${EVENT_COLUMNS}
from event
where (era, transaction_id, number) > ($1::smallint, $2::xid8, $3::bigint)
  and (era < (select current_era()) or transaction_id < pg_snapshot_xmin(pg_current_snapshot()))
order by event.era, event.transaction_id, event.number
limit $4`;

export const streamSql = `
select ${EVENT_COLUMNS}
from event
where stream = $1 and version > $2
order by version
limit $3`;

/** Events of the streams between `$3` and `$4`, stream by stream, after stream `$1` at version `$2`; at most `$5`. */
export const streamOrderSql = `
select ${EVENT_COLUMNS}
from event
where (stream, version) > ($1::text, $2::integer) and stream >= $3 and stream < $4
order by event.stream, event.version
limit $5`;

/** Counts the events of the streams between `$1` and `$2`. */
export const countStreamsEventsSql = `
select count(*)::float8 as events from event where stream >= $1 and stream < $2`;
