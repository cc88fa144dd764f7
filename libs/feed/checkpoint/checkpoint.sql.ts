const columns = 'epoch, generation, era, transaction_id::text as transaction, number::text as number';

/**
 * Claims: `$1` projection, `$2` store, `$3` partitions, `$4` their total number. The epoch of a new owner fences the
 * owner before. A claim is durable even in a session with asynchronous commits: a crash of the database must not give
 * the same epoch to two owners.
 */
export const claimSql = `
with durable as materialized (select set_config('synchronous_commit', 'on', true))
select claimed_partition as partition, new_epoch as epoch, its_generation as generation, its_era as era,
  its_transaction::text as transaction, its_number::text as number
from durable, claim_checkpoints($1, $2::smallint, $3::smallint[], $4::smallint)`;

/** `$1` projection, `$2` store, `$3` partitions, `$4` their total number. */
export const checkpointsSql = `
select partition, ${columns}
from projection_checkpoint
where projection = $1 and store = $2 and partition = any ($3::smallint[]) and partitions = $4::smallint`;

/**
 * Prevents claims of partitions of projection `$1` in store `$2` until the transaction ends, by the lock that
 * `claim_checkpoints` takes. A claim can divide the view anew, and an update in this transaction would not see the new
 * checkpoints.
 */
export const holdClaimsSql = `
select pg_advisory_xact_lock(hashtextextended('claim ' || current_schema() || $1::text, $2::smallint))`;
