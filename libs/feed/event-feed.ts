import type { EventDecoder, EventStore, Position, StoredEvent } from '@firstwrite/event-store';
import { FeedEvent } from './feed-event';

/** What a follower needs of an event store: its feed and single streams, as events that can be decoded. */
export interface EventFeed {
  /** Events in commit order after a position, from the first when it is undefined; never skips. */
  readFeed(after: Position | undefined, limit: number): Promise<FeedEvent[]>;
  /** A stream's events in version order, after a version. */
  readStream(stream: string, options: { readonly after: number; readonly limit: number }): Promise<FeedEvent[]>;
  /** An event of this store that was read another way. */
  eventOf(stored: StoredEvent): FeedEvent;
}

/** The feed of a store whose events this decoder reads. */
export function feedOf(store: Pick<EventStore, 'readFeed' | 'readStream'>, decoder: EventDecoder): EventFeed {
  const eventOf = (stored: StoredEvent) => new FeedEvent(stored, decoder);
  return {
    readFeed: async (after, limit) => (await store.readFeed(after, limit)).map(eventOf),
    readStream: async (stream, options) => (await store.readStream(stream, options)).map(eventOf),
    eventOf,
  };
}
