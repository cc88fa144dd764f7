import { partitionOf, type Position } from '@firstwrite/event-store';
import type { ProjectedEvent } from '../projections/projected-event';
import type { Assignment, EventSource, FeedPage } from './event-source';
import { PartitionWindow, type LogSegment } from './partition-window';
import { Pause } from './pause';
import type { SharedFeed } from './shared-feed';

export interface LogWindowOptions {
  /** The store's own feed: for what the log does not have. */
  readonly history: SharedFeed;
  /** Everybody who follows. */
  readonly followers: readonly string[];
  readonly pageEventsMax: number;
  /** Told where a reader of the log may begin next time: every follower is beyond what came before. */
  readonly onPassed: (partition: number, nextOffset: bigint) => void;
}

/** So many events of a partition are kept for those who have not come to them. */
const PARTITION_EVENTS_MAX = 10_000;
/** A full window waits so long for the slowest follower, who then reads the store: it delays no other one for longer. */
const PATIENCE_MS = 1_000;

/**
 * The newest segments of a published log, as a source of events. The log is a window and the store is the history: who is before a
 * partition's first segment, or comes to a hole between two, reads the store's feed across it.
 */
export class LogWindow implements EventSource {
  private current: Assignment = { partitions: [], count: 1 };
  private readonly windows = new Map<number, PartitionWindow>();
  private readonly news = new Pause();
  private readonly room = new Pause();
  private arrivals = 0;
  private readonly divided = new WeakMap<FeedPage, ReadonlyMap<number, ProjectedEvent[]>>();

  constructor(private readonly options: LogWindowOptions) {}

  get assignment(): Assignment {
    return this.current;
  }

  /** These partitions are ours from now on; what was kept of others is dropped. */
  assign(assignment: Assignment): void {
    const isNewDivision = assignment.count !== this.current.count;
    for (const partition of this.windows.keys()) {
      if (isNewDivision || !assignment.partitions.includes(partition)) this.windows.delete(partition);
    }
    for (const partition of assignment.partitions) {
      if (!this.windows.has(partition)) this.windows.set(partition, new PartitionWindow(this.options.followers));
    }
    this.current = assignment;
    this.tell();
    this.room.wake();
  }

  /**
   * Takes a partition's next segment, and resolves when there is room for another. One of another division of the streams says nothing
   * about this one. @param nextOffset where the log goes on after it
   */
  async add(partition: number, segment: LogSegment, nextOffset: bigint): Promise<void> {
    const window = this.windows.get(partition);
    if (!window || segment.partitions !== this.current.count) return;
    window.add(segment, nextOffset);
    this.tell();
    const deadlineMs = performance.now() + PATIENCE_MS;
    while (window.eventCount > PARTITION_EVENTS_MAX && this.windows.get(partition) === window && !this.room.isEnded) {
      const leftMs = deadlineMs - performance.now();
      if (leftMs <= 0) return window.shrinkTo(PARTITION_EVENTS_MAX);
      await this.room.sleep(leftMs);
    }
  }

  async next(
    follower: string,
    positions: ReadonlyMap<number, Position>,
    withinMs: number,
  ): Promise<ReadonlyMap<number, FeedPage>> {
    const deadlineMs = performance.now() + withinMs;
    const { current } = this;
    while (!this.news.isEnded && this.current === current) {
      const { arrivals } = this;
      const pages = await this.pagesAfter(follower, positions);
      const leftMs = deadlineMs - performance.now();
      if (pages.size > 0 || leftMs <= 0) return pages;
      // Something may have come while the store was asked.
      if (arrivals === this.arrivals) await this.news.sleep(leftMs);
    }
    return new Map();
  }

  stop(): void {
    this.news.end();
    this.room.end();
    this.options.history.stop();
  }

  private tell(): void {
    this.arrivals++;
    this.news.wake();
  }

  private async pagesAfter(
    follower: string,
    positions: ReadonlyMap<number, Position>,
  ): Promise<ReadonlyMap<number, FeedPage>> {
    const pages = new Map<number, FeedPage>();
    for (const [partition, after] of positions) {
      const window = this.windows.get(partition);
      if (!window) continue;
      this.passed(partition, window.passed(follower, after));
      const page = window.isBeforeStart(after)
        ? await this.historyAfter(partition, after)
        : window.pageAfter(after, this.options.pageEventsMax);
      if (page) pages.set(partition, page);
    }
    return pages;
  }

  private passed(partition: number, nextOffset: bigint | undefined): void {
    if (nextOffset === undefined) return;
    this.room.wake();
    this.options.onPassed(partition, nextOffset);
  }

  private async historyAfter(partition: number, after: Position): Promise<FeedPage | undefined> {
    const page = await this.options.history.next(after);
    return page && { events: this.dividedBy(page).get(partition) ?? [], position: page.position };
  }

  /** Partitions that are equally far share the page, and who of them has which event is found out once. */
  private dividedBy(page: FeedPage): ReadonlyMap<number, ProjectedEvent[]> {
    const known = this.divided.get(page);
    if (known) return known;
    const divided = new Map<number, ProjectedEvent[]>();
    for (const event of page.events) {
      const partition = partitionOf(event.stream, this.current.count);
      const events = divided.get(partition);
      if (events) events.push(event);
      else divided.set(partition, [event]);
    }
    this.divided.set(page, divided);
    return divided;
  }
}
