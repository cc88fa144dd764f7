import {
  ANONYMOUS,
  type DecodedEvent,
  type EventDecoder,
  type Position,
  type StoredEvent,
  type EventStore,
} from '@firstwrite/event-store';

/** A stored event as its followers see it. It is decoded at most once, and only when a follower asks. */
export class FeedEvent {
  private decoded: DecodedEvent | undefined;

  constructor(
    readonly stored: StoredEvent,
    private readonly decoder: EventDecoder,
  ) {}

  get stream(): string {
    return this.stored.stream;
  }

  get version(): number {
    return this.stored.version;
  }

  /** As it is stored: with the version of its schema. */
  get type(): string {
    return this.stored.type;
  }

  get position(): Position {
    return this.stored.position;
  }

  get recordedAtMs(): number {
    return this.stored.recordedAtMs;
  }

  /** The caller that asked for the change. */
  get actor(): string {
    return (this.stored.metadata as { actor?: string }).actor ?? ANONYMOUS;
  }

  /** @throws UnreadableEventError */
  get event(): DecodedEvent {
    return (this.decoded ??= this.decoder.decode(this.stored));
  }
}

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
