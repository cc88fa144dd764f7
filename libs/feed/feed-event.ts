import {
  ANONYMOUS,
  type DecodedEvent,
  type EventDecoder,
  type Position,
  type StoredEvent,
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
