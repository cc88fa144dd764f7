/** `$1` projection, `$2` store: a new owner's epoch fences the one before. */
export const claimSql = `
insert into projection_checkpoint as c (projection, store, partition, epoch) values ($1, $2, 0, 1)
on conflict (projection, store, partition) do update set epoch = c.epoch + 1
returning epoch, generation, era, transaction_id::text as transaction, number::text as number`;

/** `$1` projection, `$2` store. */
export const checkpointSql = `
select epoch, generation, era, transaction_id::text as transaction, number::text as number
from projection_checkpoint where projection = $1 and store = $2 and partition = 0`;
