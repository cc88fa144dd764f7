import { isAtOrAfter, partitionOf } from '@firstwrite/event-store';
import type { EventFeed, FeedEvent } from './event-feed';
import type { Assignment, EventSource, FeedPage, FollowRequest } from './event-source';
import { furthestBehind, PartitionWindow, type LogSegment } from './partition-window';
import { Deadline, Pause } from '@firstwrite/resilience';
import type { SharedFeed } from './shared-feed';

export interface LogWindowOptions {
  /** The store's own feed, for events that the log does not have. */
  readonly history: SharedFeed;
  /** The names of all followers. */
  readonly followers: readonly string[];
  readonly pageEventsMax: number;
  /** Makes an event of the log decodable. */
  readonly eventOf: EventFeed['eventOf'];
  /**
   * Called with the offset at which a reader of the log may begin next time: every follower has passed what is before.
   */
  readonly onPassed: (partition: number, nextOffset: bigint) => void;
}

/** The most events that are kept for slower followers, in all partitions together: some tens of megabytes. */
const EVENTS_MAX = 60_000;
/** The limit of one partition is never below the size of a large segment. */
const PARTITION_EVENTS_MIN = 5_000;
/**
 * How long a full window waits, once, for its slowest follower. Then that follower reads the store, until it has caught
 * up.
 */
const PATIENCE_MS = 1_000;
const NOTHING: ReadonlyMap<number, FeedPage> = new Map();

/**
 * The newest segments of a published log, as a source of events. The log is a window and the store is the history: a
 * follower before the first segment of a partition, or at a gap between two segments, reads the store's feed up to the
 * next segment.
 */
export class LogWindow implements EventSource {
  private current: Assignment = { partitions: [], count: 1 };
  private readonly windows = new Map<number, PartitionWindow>();
  private readonly news = new Pause();
  private readonly room = new Pause();
  private arrivals = 0;
  private interruptions = 0;
  /** The events of each page of the store by partition, for the current number of partitions. */
  private divided = new WeakMap<FeedPage, ReadonlyMap<number, FeedEvent[]>>();

  constructor(private readonly options: LogWindowOptions) {}

  get assignment(): Assignment {
    return this.current;
  }

  /** Follows these partitions from now on; the segments of others are dropped. */
  assign(assignment: Assignment): void {
    const isNewDivision = assignment.count !== this.current.count;
    for (const partition of this.windows.keys()) {
      if (isNewDivision || !assignment.partitions.includes(partition)) this.windows.delete(partition);
    }
    for (const partition of assignment.partitions) {
      if (!this.windows.has(partition)) this.windows.set(partition, new PartitionWindow(this.options.followers));
    }
    if (isNewDivision) this.divided = new WeakMap();
    this.current = assignment;
    this.tell();
    this.room.wake();
  }

  /**
   * Takes a partition's next segment, and resolves when there is room for another. A segment for another number of
   * partitions is ignored.
   * @param nextOffset where the log goes on after the segment
   */
  async add(partition: number, segment: LogSegment, nextOffset: bigint): Promise<void> {
    const window = this.windows.get(partition);
    if (!window || segment.partitions !== this.current.count) return;
    window.add({ ...segment, events: segment.events.map(this.options.eventOf) }, nextOffset);
    this.tell();
    const eventsMax = Math.max(PARTITION_EVENTS_MIN, Math.floor(EVENTS_MAX / this.windows.size));
    const deadline = new Deadline(PATIENCE_MS);
    while (window.eventCount > eventsMax && this.windows.get(partition) === window && !this.room.isEnded) {
      if (deadline.isOver || window.isTooSlow) return window.shrinkTo(eventsMax);
      await this.room.sleep(deadline.leftMs);
    }
  }

  async next(request: FollowRequest): Promise<ReadonlyMap<number, FeedPage>> {
    const deadline = new Deadline(request.withinMs);
    const { interruptions } = this;
    const isInterrupted = () => interruptions !== this.interruptions;
    while (!this.news.isEnded && !isInterrupted() && this.current === request.assignment) {
      const { arrivals } = this;
      const pages = this.windowPages(request);
      await this.addHistory(pages, request);
      if (this.current !== request.assignment) return NOTHING;
      if (pages.size > 0 || deadline.isOver) return pages;
      // A segment may have come while the store was read.
      if (arrivals === this.arrivals) await this.news.sleep(deadline.leftMs);
    }
    return NOTHING;
  }

  interrupt(): void {
    this.interruptions++;
    this.news.wake();
    this.options.history.interrupt();
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

  private windowPages({ follower, positions }: FollowRequest): Map<number, FeedPage> {
    const pages = new Map<number, FeedPage>();
    for (const [partition, after] of positions) {
      const window = this.windows.get(partition);
      const nextOffset = window?.passed(follower, after);
      if (nextOffset !== undefined) {
        this.room.wake();
        this.options.onPassed(partition, nextOffset);
      }
      const page = window?.pageAfter(after, this.options.pageEventsMax);
      if (page) pages.set(partition, page);
    }
    return pages;
  }

  /**
   * Reads one page of the store, after the position furthest behind. Every partition with a position inside the page
   * goes on to its end, so that they come together.
   */
  private async addHistory(pages: Map<number, FeedPage>, { positions, assignment }: FollowRequest): Promise<void> {
    const behind = [...positions].filter(([partition, after]) => this.windows.get(partition)?.isBeforeStart(after));
    const from = furthestBehind(behind.map(([, after]) => after));
    const page = from && (await this.options.history.next(from));
    if (!page || this.current !== assignment) return;
    for (const [partition, after] of behind) {
      if (isAtOrAfter(after, page.position)) continue;
      const events = this.dividedBy(page).get(partition) ?? [];
      const unseen = events.filter(({ position }) => !isAtOrAfter(after, position));
      pages.set(partition, { events: unseen, position: page.position });
    }
  }

  /** Divides a page among the partitions. The result is kept for further requests of the same page. */
  private dividedBy(page: FeedPage): ReadonlyMap<number, FeedEvent[]> {
    const known = this.divided.get(page);
    if (known) return known;
    const divided = new Map<number, FeedEvent[]>();
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
