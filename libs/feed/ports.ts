import type { Position, StoredEvent } from '@firstwrite/event-store';

/** What the read model needs of an event store: its feed, and single streams. An `EventStore` is one. */
export interface EventFeed {
  /** Events in commit order after a position, from the first when it is undefined; never skips. */
  readFeed(after: Position | undefined, limit: number): Promise<StoredEvent[]>;
  /** A stream's events in version order, after a version. */
  readStream(stream: string, options: { readonly after: number; readonly limit: number }): Promise<StoredEvent[]>;
}

/** Where the projector says what it does; a pino logger is one. */
export interface Log {
  info(details: object, message: string): void;
  warn(details: object, message: string): void;
  error(details: object, message: string): void;
}
