/**
 * `$1` is the incarnation that the states are from; `$2 … $5` are streams, versions, schema versions, states. A saved
 * snapshot is never replaced by an older one, unless the shape of the state is another.
 */
export const saveSnapshotsSql = `
with asserted as materialized (select assert_incarnation($1))
insert into snapshot as kept (stream, version, schema_version, state)
select saved.* from asserted, unnest($2::text[], $3::integer[], $4::smallint[], $5::json[]) as saved
on conflict (stream) do update
set version = excluded.version, schema_version = excluded.schema_version, state = excluded.state
where kept.version < excluded.version or kept.schema_version <> excluded.schema_version`;

/** The snapshot of stream `$1` with a state of shape `$2`. */
export const readSnapshotSql = `
select version, state from snapshot where stream = $1 and schema_version = $2`;
