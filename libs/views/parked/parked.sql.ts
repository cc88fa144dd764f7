import { lastVersionSql } from '@firstwrite/event-store';

const columns = 'p.projection, p.stream, p.version, p.type, p.reason, p.attempts, p.parked_at';

/**
 * `$1` store, `$2` projections, `$3` one stream, or null for all. The number of waiting events is the last version of
 * the stream less the parked version.
 */
export const listParkedSql = `
select ${columns}, greatest(0, coalesce((${lastVersionSql('p.stream')}), 0) - p.version) as waiting
from parked_stream p
where p.store = $1::smallint and p.projection = any ($2::text[]) and ($3::text is null or p.stream = $3)
order by p.parked_at, p.projection, p.stream`;

/**
 * `$1` store, `$2` projections: the number of parked streams of each. A projection without parked streams has no row.
 */
export const countParkedSql = `
select projection, count(*)::integer as streams from parked_stream
where store = $1::smallint and projection = any ($2::text[]) group by projection`;

/**
 * Locks the checkpoints of projection `$1` in store `$2`, and raises their generation. Until the transaction ends, no
 * projector writes the view. After that, projectors read the parked streams and discarded events again. Checkpoints are
 * locked in the order of partitions, as projectors lock them.
 */
export const holdCheckpointsSql = `
with held as (
  select partition from projection_checkpoint where projection = $1 and store = $2::smallint
  order by partition for update
)
update projection_checkpoint c set generation = c.generation + 1 from held
where c.projection = $1 and c.store = $2::smallint and c.partition = held.partition`;

/**
 * `$1` projection, `$2` store, `$3` stream. Every repair locks this row, so repairs of a stream run one after the
 * other.
 */
export const lockParkedSql = `
select version, type, reason, attempts from parked_stream
where projection = $1 and store = $2::smallint and stream = $3 for update`;

/**
 * Parks the stream of {@link lockParkedSql} again: `$4` the version, `$5` the type, `$6` the reason, `$7` the attempts.
 */
export const parkAgainSql = `
update parked_stream set version = $4, type = $5, reason = $6, attempts = $7
where projection = $1 and store = $2::smallint and stream = $3`;

export const unparkSql = `
delete from parked_stream where projection = $1 and store = $2::smallint and stream = $3`;

/**
 * Discards version `$4` of the stream of {@link lockParkedSql} for ever: `$5` the reason, `$6` the actor. The reason
 * why the stream was parked is kept as the problem.
 */
export const discardSql = `
insert into discarded_event (projection, store, stream, version, type, problem, reason, actor)
select projection, store, stream, version, type, reason, $5, $6 from parked_stream
where projection = $1 and store = $2::smallint and stream = $3 and version = $4
on conflict do nothing`;
