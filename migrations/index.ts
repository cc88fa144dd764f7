export * from './database-errors';
export * from './migrate';
export * from './schema-dump';
