export { applicationPool, SILENCE_MS_MAX } from './application-pool';
export { APPLICATION_ROLE, applicationSessionOptions, keyedSessionOptions } from './application-role';
export { COPY_NULL, copyField } from './copy-field';
export type { Leases } from './leases/leases';
export { PostgresLeases } from './leases/postgres-leases';
export { type CopyStatement, SingleWriteQuery, UnreplicatedCommitError } from './single-write-query';
