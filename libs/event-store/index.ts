export { AppendError, StoreUnavailableError } from './errors';
export { EventCodec, type StoredShape, type Upcaster } from './event-codec';
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
} from './event-store';
export { InMemoryEventStore } from './in-memory/in-memory-event-store';
export { ANONYMOUS, type EventMetadata } from './metadata';
export { comparePositions, type Position, positionOf } from './position';
export { registerIncarnation } from './postgres/incarnation';
export { beginningOf, isAtOrAfter, type PositionColumns, positionFrom } from './postgres/position-columns';
export { PostgresEventStore } from './postgres/postgres-event-store';
export { partitionOf, streamHash } from './stream-partition';
