/**
 * `$1 … $4`: streams, versions, schema versions, states. A saved snapshot is never replaced by an older one, unless the
 * shape of the state is another.
 */
export const saveSnapshotsSql = `
insert into snapshot as kept (stream, version, schema_version, state)
select * from unnest($1::text[], $2::integer[], $3::smallint[], $4::json[])
on conflict (stream) do update
set version = excluded.version, schema_version = excluded.schema_version, state = excluded.state
where kept.version < excluded.version or kept.schema_version <> excluded.schema_version`;

/** The snapshot of stream `$1` with a state of shape `$2`. */
export const readSnapshotSql = `
select version, state from snapshot where stream = $1 and schema_version = $2`;
