import type { Position } from '@firstwrite/event-store';
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
}

/** After a wake that found nothing: an older transaction is open and will end soon. */
const RETRY_MS_FIRST = 5;
/**
 * A thread that is busy for more than this share of its time has no rest to give away: it also decides commands, and those need it more
 * than the views need the milliseconds. So what comes is read in larger batches then. At half load nothing waits.
 */
const BUSY_SHARE = 0.75;
const READ_EVERY_MS_BUSY = 50;
const BUSY_SAMPLE_MS = 250;
/** Projections that are less far apart than this many pages share what was read and decoded. */
const PAGES_KEPT = 4;

/** The store's feed for several projections: those at the same position share one read, and each event is decoded once. */
export class SharedFeed {
  private readonly pages = new Map<string, Promise<FeedPage | undefined>>();
  private readonly pause = new Pause();
  private readonly pacing = new Pause();
  private wakes = 0;
  private lastReadAtMs = 0;
  /** The last page was full: there is more, and reading it is the most useful thing to do. */
  private isBehind = false;
  private utilization = performance.eventLoopUtilization();
  private sampledAtMs = performance.now();
  private busy = false;

  constructor(
    private readonly feed: EventFeed,
    private readonly options: SharedFeedOptions,
  ) {}

  /** The events after a position, as soon as there are any, never none; undefined once it was stopped. */
  next(after: Position): Promise<FeedPage | undefined> {
    const key = `${after.era}/${after.transaction}/${after.number}`;
    const known = this.pages.get(key);
    if (known) return known;
    const page = this.await(after);
    this.pages.set(key, page);
    for (const oldest of this.pages.keys()) {
      if (this.pages.size <= PAGES_KEPT) break;
      this.pages.delete(oldest);
    }
    page.catch(() => this.pages.delete(key));
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
    const everyMs = this.isBehind ? 0 : this.isBusy() ? READ_EVERY_MS_BUSY : this.options.readEveryMsMin;
    const restMs = this.lastReadAtMs + everyMs - performance.now();
    if (restMs > 0) await this.pacing.sleep(restMs);
    this.lastReadAtMs = performance.now();
  }

  /** A burst of requests keeps the thread busy for milliseconds, and means nothing: so it is looked at over a longer time. */
  private isBusy(): boolean {
    const nowMs = performance.now();
    if (nowMs - this.sampledAtMs < BUSY_SAMPLE_MS) return this.busy;
    const now = performance.eventLoopUtilization();
    this.busy = performance.eventLoopUtilization(now, this.utilization).utilization > BUSY_SHARE;
    this.utilization = now;
    this.sampledAtMs = nowMs;
    return this.busy;
  }
}
