/**
 * Snapshots, the events after them, and known idempotency keys in one statement, hence one snapshot of the database
 * and one round trip. `$1` streams, `$2` the snapshots' schema versions, `$3`–`$6` the keys' columns. `at` is the
 * request's ordinal, from 1.
 */
export const loadSql = `
with wanted as (
  select request.at, request.stream, snapshot.version as snapshot_version, snapshot.state
  from unnest($1::text[], $2::smallint[]) with ordinality as request (stream, schema_version, at)
  left join snapshot on snapshot.stream = request.stream and snapshot.schema_version = request.schema_version
)
select 'snapshot' as kind, at, snapshot_version as version, null as type, state as data, null as fingerprint
from wanted where snapshot_version is not null
union all
select 'event', wanted.at, event.version, event.type, event.data, null
from wanted
join event on event.stream = wanted.stream and event.version > coalesce(wanted.snapshot_version, 0)
union all
select 'key', request.at, null, null, idempotency.outcome, idempotency.fingerprint
from unnest($3::text[], $4::text[], $5::text[], $6::text[])
  with ordinality as request (stream, scope, operation, key, at)
join idempotency using (stream, scope, operation, key)
order by at, version`;
