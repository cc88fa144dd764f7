export * from './event-loop-turns';
export * from './eventually';
export * from './given-when-then';
export type { RoundTrip } from './postgres-wire/conversation';
export * from './postgres-wire/wire-proxy';
export * from './test-database';
export * from './test-kafka';
