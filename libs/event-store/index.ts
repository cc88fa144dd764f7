export { AppendError, StoreUnavailableError } from './errors';
export { type DecodedEvent, EventCodec, type EventDecoder, type StoredShape, type Upcaster } from './event-codec';
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
export { beginningOf, comparePositions, isAtOrAfter, type Position, positionOf } from './position';
export { countStreamsEventsSql, streamOrderSql } from './postgres/feed.sql';
export { registerIncarnation } from './postgres/incarnation';
export { type PositionColumns, positionFrom } from './postgres/position-columns';
export {
  countBeyondSql,
  eventsBeyondSql,
  headSql,
  lastVersionSql,
  msSinceFirstBeyondSql,
  newestInFeedSql,
  type PositionSql,
} from './postgres/position.sql';
export { PostgresEventStore } from './postgres/postgres-event-store';
export { readSnapshotSql } from './postgres/snapshot.sql';
export { type EventRow, storedEventOf } from './postgres/stored-event';
export { partitionOf, streamHash } from './stream-partition';
