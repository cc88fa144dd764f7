import { comparePositions, type Position } from '@firstwrite/event-store';
import type { EventFeed } from '../ports';
import { ProjectedEvent } from '../projections/projected-event';
import type { FeedPage } from './event-source';
import { Pause } from './pause';

export interface SharedFeedOptions {
  readonly pageEventsMax: number;
  /** How often the feed is read when nobody says that there is something: another process may have written. */
  readonly pollMs: number;
  /** Not more often than this, so that what comes under load comes in batches. */
  readonly readEveryMsMin: number;
  /** Whether commands need the machine more than the views do. */
  readonly isBusy: () => boolean;
}

/** After a wake that found nothing: an older transaction is open and will end soon. */
const RETRY_MS_FIRST = 5;
/** Whoever decides commands has no rest to give away: what comes is read in larger batches then. */
const READ_EVERY_MS_BUSY = 50;
/** Projections that are less far apart than this many pages share what was read and decoded. */
const PAGES_KEPT = 4;

interface SharedPage {
  readonly after: Position;
  readonly page: Promise<FeedPage | undefined>;
}

/** The store's feed for several projections: those at the same position share one read, and each event is decoded once. */
export class SharedFeed {
  /** A few, the newest last. */
  private pages: SharedPage[] = [];
  private readonly pause = new Pause();
  private readonly pacing = new Pause();
  private wakes = 0;
  private lastReadAtMs = 0;
  /** The last page was full: there is more, and reading it is the most useful thing to do. */
  private isBehind = false;

  constructor(
    private readonly feed: EventFeed,
    private readonly options: SharedFeedOptions,
  ) {}

  /** The events after a position, as soon as there are any, never none; undefined once it was stopped. */
  next(after: Position): Promise<FeedPage | undefined> {
    const known = this.pages.find((shared) => comparePositions(shared.after, after) === 0);
    if (known) return known.page;
    const page = this.await(after);
    this.pages = [...this.pages, { after, page }].slice(-PAGES_KEPT);
    page.catch(() => (this.pages = this.pages.filter((shared) => shared.page !== page)));
    return page;
  }

  /** Something was appended. */
  wake(): void {
    this.wakes++;
    this.pause.wake();
  }

  stop(): void {
    this.pause.end();
    this.pacing.end();
  }

  private async await(after: Position): Promise<FeedPage | undefined> {
    const { pageEventsMax, pollMs } = this.options;
    let delayMs = RETRY_MS_FIRST;
    while (!this.pause.isEnded) {
      await this.pace();
      const { wakes } = this;
      const stored = await this.feed.readFeed(after, pageEventsMax);
      this.isBehind = stored.length >= pageEventsMax;
      const last = stored.at(-1);
      if (last) return { events: stored.map((event) => new ProjectedEvent(event)), position: last.position };
      if (wakes !== this.wakes) delayMs = RETRY_MS_FIRST;
      else await this.pause.sleep(delayMs);
      delayMs = wakes === this.wakes ? Math.min(delayMs * 2, pollMs) : RETRY_MS_FIRST;
    }
    return undefined;
  }

  private async pace(): Promise<void> {
    const { isBusy, readEveryMsMin } = this.options;
    const everyMs = this.isBehind ? 0 : isBusy() ? READ_EVERY_MS_BUSY : readEveryMsMin;
    const restMs = this.lastReadAtMs + everyMs - performance.now();
    if (restMs > 0) await this.pacing.sleep(restMs);
    this.lastReadAtMs = performance.now();
  }
}
