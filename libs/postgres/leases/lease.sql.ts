/**
 * The `where` of the insert spares a lease that is held a row lock, and a transaction id, at each try. Of two who try at once the row
 * lock lets one in; the other then sees the new `until` (the `where` of the update is evaluated on the row's latest version).
 */
export const acquireLeaseSql = `
insert into lease as held (name, owner, epoch, until)
select $1, $2, 1, clock_timestamp() + $3 * interval '1 millisecond'
where not exists (select from lease where name = $1 and until > clock_timestamp())
on conflict (name) do update
set owner = excluded.owner, epoch = held.epoch + 1, until = excluded.until
where held.until <= clock_timestamp()
returning epoch::text as epoch`;

/** One whose time is over, and that nobody took, goes on: no other can have acted. One that was released does not, whichever came first. */
export const renewLeaseSql = `
update lease set until = clock_timestamp() + $3 * interval '1 millisecond'
where name = $1 and epoch = $2 and until > '-infinity'
returning epoch`;

export const releaseLeaseSql = `
update lease set until = '-infinity' where name = $1 and epoch = $2`;
