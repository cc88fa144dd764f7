export * from './errors';
export * from './event-store';
export * from './in-memory/in-memory-event-store';
export * from './position';
export * from './postgres/application-role';
export * from './postgres/incarnation';
export * from './postgres/postgres-event-store';
export * from './stream-partition';
