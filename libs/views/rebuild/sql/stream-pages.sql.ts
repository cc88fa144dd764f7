/** Events of the streams between `$3` and `$4`, stream by stream, after stream `$1` at version `$2`. */
export const streamPagesSql = `
select stream, version, type, data, metadata, era, transaction_id::text as transaction, number::text as number,
  extract(epoch from recorded_at) * 1000 as recorded_at_ms
from event
where (stream, version) > ($1::text, $2::integer) and stream >= $3 and stream < $4
order by event.stream, event.version
limit $5`;

export const countEventsSql = `
select count(*)::float8 as events from event where stream >= $1 and stream < $2`;
