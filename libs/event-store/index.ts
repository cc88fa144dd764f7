export { EventCodec, type StoredShape, type Upcaster } from './event-codec';
export { ANONYMOUS, type EventMetadata } from './metadata';
export { AppendError, StoreUnavailableError } from './src/errors';
export type {
  AppendBatch,
  AppendReceipt,
  EventStore,
  Horizon,
  IdempotencyKey,
  IdempotencyRow,
  LeaseGuard,
  Loaded,
  LoadedStream,
  NewEvent,
  Snapshot,
  StoredEvent,
  StoreIdentity,
  StreamVersion,
} from './src/event-store';
export { InMemoryEventStore } from './src/in-memory/in-memory-event-store';
export type { Leases } from './src/leases';
export { comparePositions, type Position, positionOf } from './src/position';
export { applicationPool } from './src/postgres/application-pool';
export { APPLICATION_ROLE, applicationSessionOptions, keyedSessionOptions } from './src/postgres/application-role';
export { COPY_NULL, copyField } from './src/postgres/copy-field';
export { registerIncarnation } from './src/postgres/incarnation';
export { PostgresEventStore } from './src/postgres/postgres-event-store';
export { PostgresLeases } from './src/postgres/postgres-leases';
export { type CopyStatement, SingleWriteQuery } from './src/postgres/single-write-query';
export { partitionOf, streamHash } from './src/stream-partition';
