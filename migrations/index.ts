export * from './database-errors';
export * from './migrate';
