import { ANONYMOUS, type Position, type StoredEvent } from '@firstwrite/event-store';
import { eventCodec, type DomainEvent } from '@firstwrite/shop';

/** A stored event as projections see it; decoded at most once, and only when a projection asks. */
export class ProjectedEvent {
  private decoded: DomainEvent | undefined;

  constructor(private readonly stored: StoredEvent) {}

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

  /** Who asked for the change. */
  get actor(): string {
    return (this.stored.metadata as { actor?: string }).actor ?? ANONYMOUS;
  }

  /** @throws UnreadableEventError */
  get event(): DomainEvent {
    return (this.decoded ??= eventCodec.decode(this.stored));
  }
}
