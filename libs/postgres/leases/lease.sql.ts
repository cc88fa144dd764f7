/**
 * The `where` of the insert avoids a row lock and a transaction id at each attempt to acquire a held lease. Of two
 * concurrent attempts the row lock lets one succeed. Guarantee used: the other sees the new `until`, because the
 * `where` of the update is evaluated on the row's latest version (READ COMMITTED).
 */
export const acquireLeaseSql = `
insert into lease as held (name, owner, epoch, until)
select $1, $2, 1, clock_timestamp() + $3 * interval '1 millisecond'
where not exists (select from lease where name = $1 and until > clock_timestamp())
on conflict (name) do update
set owner = excluded.owner, epoch = held.epoch + 1, until = excluded.until
where held.until <= clock_timestamp()
returning epoch::text as epoch`;

/**
 * Extends an expired lease too, if no other owner acquired it: no other can have acted under it. Never extends a
 * released lease.
 */
export const renewLeaseSql = `
update lease set until = clock_timestamp() + $3 * interval '1 millisecond'
where name = $1 and epoch = $2 and until > '-infinity'
returning epoch`;

export const releaseLeaseSql = `
update lease set until = '-infinity' where name = $1 and epoch = $2`;
