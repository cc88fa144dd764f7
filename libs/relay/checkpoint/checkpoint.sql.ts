/**
 * Neither statement waits for the disk (`set_config` is local to the transaction): a checkpoint that is lost in a crash
 * of the server means only that its events are published again. The epoch in the row is the fence. Guarantee used: an
 * update that waited for a claim is evaluated again on the row that the claim wrote (READ COMMITTED).
 */
export const claimSql = `
with quick as materialized (select set_config('synchronous_commit', 'off', true))
insert into relay_checkpoint as kept (store, epoch)
select $1::smallint, $2::bigint from quick
where exists (select from lease where name = $3 and epoch = $2)
on conflict (store) do update set epoch = excluded.epoch
where kept.epoch <= excluded.epoch
returning era, transaction_id::text as transaction, number::text as number`;

export const advanceSql = `
with quick as materialized (select set_config('synchronous_commit', 'off', true))
update relay_checkpoint set era = $4, transaction_id = $5::text::xid8, number = $6
from quick
where store = $1 and relay_checkpoint.epoch = $2 and exists (select from lease where name = $3 and epoch = $2)
returning store`;
