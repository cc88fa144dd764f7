export { DatabaseNotReadyError, withoutPassword } from './database-errors';
export * from './migrate';
export * from './require-schema';
export * from './schema-dump';
