import type { EventStore, Position, StoredEvent } from '@firstwrite/event-store';
import { CompletionClock } from './completion-clock';

/** The events that follow a position in the feed. */
export interface FeedRange {
  readonly from: Position;
  readonly to: Position;
  readonly events: readonly StoredEvent[];
  /** More events may be there already. */
  readonly full: boolean;
  /**
   * Every transaction committed by then is at or before `to`; milliseconds since 1970 on the primary's clock; 0:
   * unknown.
   */
  readonly completeAtMs: number;
  /** The same time for `from`. */
  readonly completeBeforeMs: number;
}

const EVENTS_FIRST = 250;
/** The most memory of a round; pages shrink and grow to stay below it. */
const PAGE_BYTES_MAX = 8_000_000;

/** Reads a store's feed page by page from a position on, each page after the last one that was taken. */
export class FeedReader {
  private readonly completionClock = new CompletionClock();
  private completeAtMs = 0;
  private limit: number;
  private lastHorizon = { atMs: 0, seenAtMs: 0 };

  constructor(
    private readonly feed: Pick<EventStore, 'readFeed' | 'horizon'>,
    private position: Position,
    private readonly eventsMax: number,
  ) {
    this.limit = Math.min(EVENTS_FIRST, eventsMax);
  }

  /**
   * The next page, which may be empty.
   * @param fresh whether to ask for the latest horizon, for the latest `completeAtMs` @throws StoreUnavailableError
   */
  async next({ fresh }: { fresh: boolean }): Promise<FeedRange> {
    // In this order: the horizon holds for a feed that is read after it.
    const passedAtMs = fresh ? await this.passedAtMs() : undefined;
    const events = await this.feed.readFeed(this.position, this.limit);
    const full = events.length >= this.limit;
    return {
      from: this.position,
      to: events.at(-1)?.position ?? this.position,
      events,
      full,
      completeAtMs: full ? this.completeAtMs : Math.max(this.completeAtMs, passedAtMs ?? 0),
      completeBeforeMs: this.completeAtMs,
    };
  }

  /** Goes on after this page. @param bytes its size as messages */
  taken({ to, completeAtMs, full }: FeedRange, bytes: number): void {
    this.position = to;
    this.completeAtMs = completeAtMs;
    if (bytes > PAGE_BYTES_MAX) this.limit = Math.max(1, Math.floor(this.limit / 2));
    else if (full && bytes < PAGE_BYTES_MAX / 4) this.limit = Math.min(this.eventsMax, this.limit * 2);
  }

  /** The age of the last page: the primary's clock, as estimated here, minus `completeAtMs`. */
  get lagMs(): number | undefined {
    const { atMs, seenAtMs } = this.lastHorizon;
    return atMs && this.completeAtMs ? Math.max(0, atMs + performance.now() - seenAtMs - this.completeAtMs) : undefined;
  }

  private async passedAtMs(): Promise<number | undefined> {
    const horizon = await this.feed.horizon();
    this.lastHorizon = { atMs: horizon.atMs, seenAtMs: performance.now() };
    return this.completionClock.passedBy(horizon);
  }
}
