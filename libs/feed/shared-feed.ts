import { comparePositions, type Position } from '@firstwrite/event-store';
import type { EventFeed } from './event-feed';
import type { Assignment, EventSource, FeedPage, FollowRequest } from './event-source';
import { Modes, Pause, type Transitions } from '@firstwrite/resilience';

export interface SharedFeedOptions {
  readonly pageEventsMax: number;
  /** How often the feed is read without a wake-up: another process may have written. */
  readonly pollMs: number;
  /** The shortest time between two reads, so that events come in batches under load. */
  readonly readEveryMsMin: number;
}

/** The first rest after a wake-up that found no event: an older transaction is open and will end soon. */
const RETRY_MS_FIRST = 5;
/**
 * The longest rest. A round goes from the read of a page until a projection asks for the events after it. Then the feed
 * rests for as long as the round took: the busier the machine, the larger the batches. But a round can take hours, when
 * another process has the view, the view cannot be written, or the process was suspended.
 */
const REST_MS_MAX = 50;
/** Projections that are less than this many pages apart share the pages that were read and decoded. */
const PAGES_KEPT = 4;

interface SharedPage {
  readonly after: Position;
  readonly page: Promise<FeedPage | undefined>;
}

type FeedMode = 'waiting' | 'round' | 'stopped';

const TRANSITIONS: Transitions<FeedMode> = {
  waiting: ['round', 'stopped'],
  round: ['waiting', 'stopped'],
  stopped: [],
};

/**
 * The store's feed for several projections: those at the same position share one read, and each event is decoded once.
 *
 * waiting: no page is with the projections. round: a page was read, and no projection has asked for the events after
 * it; the feed rests as long as the round took. stopped: no page is read any more. A read that finds events leads from
 * waiting to round. The next request, or a read that finds none, leads back. A stop ends both.
 */
export class SharedFeed {
  /** The last few pages, the newest at the end. */
  private pages: SharedPage[] = [];
  private readonly pause = new Pause();
  private readonly pacing = new Pause();
  private wakes = 0;
  private interruptions = 0;
  private lastReadAtMs = 0;
  private readonly modes = new Modes('shared feed', TRANSITIONS, 'waiting');
  private restUntilMs = 0;
  /** The last page was full: there are more events, and they are read without a rest. */
  private isBehind = false;

  constructor(
    private readonly feed: EventFeed,
    private readonly options: SharedFeedOptions,
  ) {}

  /** The events after a position, as soon as there is one; undefined if the feed was interrupted or stopped. */
  next(after: Position): Promise<FeedPage | undefined> {
    const known = this.pages.find((shared) => comparePositions(shared.after, after) === 0);
    if (known) return known.page;
    this.endRound();
    const page = this.await(after);
    this.pages = [...this.pages, { after, page }].slice(-PAGES_KEPT);
    const drop = () => (this.pages = this.pages.filter((shared) => shared.page !== page));
    void page.then((read) => read ?? drop(), drop);
    return page;
  }

  /** Says that events were appended. */
  wake(): void {
    this.wakes++;
    this.pause.wake();
  }

  /** Ends every wait for events at present. */
  interrupt(): void {
    this.interruptions++;
    this.pause.wake();
  }

  /** Ends every wait for events. Safe to repeat. */
  stop(): void {
    this.enter('stopped');
    this.pause.end();
    this.pacing.end();
  }

  private async await(after: Position): Promise<FeedPage | undefined> {
    const { pageEventsMax, pollMs } = this.options;
    const { interruptions } = this;
    let delayMs = RETRY_MS_FIRST;
    while (!this.modes.is('stopped') && interruptions === this.interruptions) {
      await this.pace();
      const { wakes } = this;
      const events = await this.feed.readFeed(after, pageEventsMax);
      this.isBehind = events.length >= pageEventsMax;
      const last = events.at(-1);
      if (this.modes.is('stopped')) return undefined;
      this.enter(last ? 'round' : 'waiting');
      if (last) return { events, position: last.position };
      if (wakes !== this.wakes) delayMs = RETRY_MS_FIRST;
      else await this.pause.sleep(delayMs);
      delayMs = wakes === this.wakes ? Math.min(delayMs * 2, pollMs) : RETRY_MS_FIRST;
    }
    return undefined;
  }

  private enter(mode: FeedMode): void {
    if (!this.modes.is(mode)) this.modes.to(mode);
  }

  private endRound(): void {
    if (!this.modes.is('round')) return;
    this.modes.to('waiting');
    const nowMs = performance.now();
    this.restUntilMs = nowMs + Math.min(nowMs - this.lastReadAtMs, REST_MS_MAX);
  }

  private async pace(): Promise<void> {
    const dueMs = Math.max(this.lastReadAtMs + this.options.readEveryMsMin, this.restUntilMs);
    const restMs = this.isBehind ? 0 : dueMs - performance.now();
    if (restMs > 0) await this.pacing.sleep(restMs);
    this.lastReadAtMs = performance.now();
  }
}

const NOTHING: ReadonlyMap<number, FeedPage> = new Map();

/** The store's own feed, as a source with one partition. */
export class StoreSource implements EventSource {
  readonly assignment: Assignment = { partitions: [0], count: 1 };
  private readonly pause = new Pause();

  constructor(private readonly feed: SharedFeed) {}

  async next({ positions, withinMs }: FollowRequest): Promise<ReadonlyMap<number, FeedPage>> {
    const after = positions.get(0);
    if (after === undefined) {
      await this.pause.sleep(withinMs);
      return NOTHING;
    }
    const page = await this.feed.next(after);
    return page ? new Map([[0, page]]) : NOTHING;
  }

  interrupt(): void {
    this.pause.wake();
    this.feed.interrupt();
  }

  stop(): void {
    this.pause.end();
    this.feed.stop();
  }
}
