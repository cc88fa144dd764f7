/** `$1` the stream, `$2` the version of the state's shape. */
export const snapshotSql = `
select version, state from snapshot where stream = $1 and schema_version = $2`;
