/** `$1`: how many at most. */
export const deleteExpiredKeysSql = `
delete from idempotency
where ctid = any (array(select ctid from idempotency where expires_at < now() limit $1))
returning 1`;
