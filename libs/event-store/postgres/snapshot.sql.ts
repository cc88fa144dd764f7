/**
 * `$1 … $4`: streams, versions, schema versions, states. Guarded: what is kept never goes back, but for a new shape
 * of the state.
 */
export const saveSnapshotsSql = `
insert into snapshot as kept (stream, version, schema_version, state)
select * from unnest($1::text[], $2::integer[], $3::smallint[], $4::json[])
on conflict (stream) do update
set version = excluded.version, schema_version = excluded.schema_version, state = excluded.state
where kept.version < excluded.version or kept.schema_version <> excluded.schema_version`;

/** The snapshot of stream `$1` whose state has shape `$2`. */
export const readSnapshotSql = `
select version, state from snapshot where stream = $1 and schema_version = $2`;
