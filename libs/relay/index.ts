export { PostgresRelayCheckpoints } from './checkpoint/postgres-relay-checkpoints';
export type { RelayStep } from './relay-options';
export { Relay } from './relay';
