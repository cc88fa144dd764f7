export { attachEmbeddedPostgres, type AttachedPostgres, type AttachOptions } from './attach-embedded-postgres';
export { startEmbeddedPostgres, type EmbeddedPostgres, type EmbeddedPostgresOptions } from './embedded-postgres';
export { spawnGuarded, type GuardedCommand, type GuardedExit, type GuardedProcess } from './guard';
export { LocalClusterError, type LocalClusterErrorCode } from './local-cluster-error';
