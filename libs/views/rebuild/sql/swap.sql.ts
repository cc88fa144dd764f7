export const lockCheckpointsSql = `
select era, transaction_id::text as transaction, number::text as number
from projection_checkpoint where projection = $1 and store = $2 order by partition for update`;

/**
 * Replaces what belongs to the rows of projection `$1` in store `$2`, in one statement. Raises the generation: a
 * projector that has folded on the former rows writes nothing more. Remembers for a rollback: `$3` the schema of the
 * view, `$4 …` the position that all of its rows have reached, and the parked streams. Parks other streams: `$7 …`
 * stream, version, type, reason; a stream that was parked at the same event keeps its attempts and its time. Guarantee
 * used: all parts of a statement see the rows as they were before it.
 */
export const replaceSql = `
with raised as (
  update projection_checkpoint set generation = generation + 1 where projection = $1 and store = $2
), remembered as (
  insert into replaced_view (projection, store, view_schema, era, transaction_id, number, parked)
  select $1, $2, $3, $4, $5, $6, coalesce(json_agg(json_build_object(
    'stream', p.stream, 'version', p.version, 'type', p.type, 'message', p.reason)), '[]')
  from parked_stream p where p.projection = $1 and p.store = $2
  on conflict (view_schema, projection, store) do update set
    era = excluded.era, transaction_id = excluded.transaction_id,
    number = excluded.number, parked = excluded.parked, replaced_at = now()
), unparked as (
  delete from parked_stream where projection = $1 and store = $2 and stream <> all ($7::text[])
)
insert into parked_stream as p (projection, store, stream, version, type, reason)
select $1, $2, * from unnest($7::text[], $8::integer[], $9::text[], $10::text[])
on conflict (projection, store, stream) do update
  set version = excluded.version, type = excluded.type, reason = excluded.reason, attempts = 1, parked_at = now()
where p.version <> excluded.version`;

export const replacedViewSql = `
select era, transaction_id::text as transaction, number::text as number, parked
from replaced_view where projection = $1 and store = $2 and view_schema = $3`;

export const forgetReplacedSql = `
delete from replaced_view where projection = $1 and store = $2 and view_schema = $3`;

export const countDiscardedSql = `
select count(*)::integer as events from discarded_event where projection = $1 and store = $2`;
