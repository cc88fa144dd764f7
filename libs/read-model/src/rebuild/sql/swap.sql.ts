/**
 * Keeps everybody from claiming `$1` of store `$2` until the transaction ends: as in `claim_checkpoints`. So a projector that begins is
 * before the swap, and has a checkpoint that is raised, or after it.
 */
export const lockClaimsSql = `
select pg_advisory_xact_lock(hashtextextended('claim ' || current_schema() || $1::text, $2::bigint))`;

export const lockCheckpointsSql = `
select era, transaction_id::text as transaction, number::text as number
from projection_checkpoint where projection = $1 and store = $2 order by partition for update`;

/** Whoever folded on rows that were here before writes nothing more. */
export const raiseGenerationSql = `
update projection_checkpoint set generation = generation + 1 where projection = $1 and store = $2`;

/** `$3` the view's schema, `$4 …` the position that its rows are at or beyond; remembers the parked streams beside it. */
export const rememberReplacedSql = `
insert into replaced_view (projection, store, view_schema, era, transaction_id, number, parked)
select $1, $2, $3, $4, $5, $6, coalesce(json_agg(json_build_object(
  'stream', p.stream, 'version', p.version, 'type', p.type, 'message', p.reason)), '[]')
from parked_stream p where p.projection = $1 and p.store = $2
on conflict (view_schema, projection, store) do update set era = excluded.era, transaction_id = excluded.transaction_id,
  number = excluded.number, parked = excluded.parked, replaced_at = now()`;

export const replacedViewSql = `
select era, transaction_id::text as transaction, number::text as number, parked
from replaced_view where projection = $1 and store = $2 and view_schema = $3`;

export const forgetReplacedSql = `
delete from replaced_view where projection = $1 and store = $2 and view_schema = $3`;

/** All that are not among the streams `$3`. */
export const unparkSql = `
delete from parked_stream where projection = $1 and store = $2 and stream <> all ($3::text[])`;

/** One that was parked at the same event keeps what was counted of it. `$3 …` stream, version, type, reason. */
export const parkSql = `
insert into parked_stream as p (projection, store, stream, version, type, reason)
select $1, $2, * from unnest($3::text[], $4::integer[], $5::text[], $6::text[])
on conflict (projection, store, stream) do update
  set version = excluded.version, type = excluded.type, reason = excluded.reason, attempts = 1, parked_at = now()
where p.version <> excluded.version`;

export const countDiscardedSql = `
select count(*)::integer as events from discarded_event where projection = $1 and store = $2`;
