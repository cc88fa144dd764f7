export * from './event-loop-turns';
export * from './eventually';
export * from './given-when-then';
export * from './test-database';
export * from './test-kafka';
