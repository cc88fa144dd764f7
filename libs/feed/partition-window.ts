import { isAtOrAfter, type Position, type StoredEvent } from '@firstwrite/event-store';
import type { FeedEvent } from './event-feed';
import type { FeedPage } from './event-source';

/** A stretch of a partition's history: all events of its streams after `from`, up to `to`. */
export interface LogSegment {
  /** How many partitions the streams were divided among. */
  readonly partitions: number;
  readonly from: Position;
  readonly to: Position;
  readonly events: readonly StoredEvent[];
}

/** A segment whose events can be decoded. */
export interface WindowSegment extends Omit<LogSegment, 'events'> {
  readonly events: readonly FeedEvent[];
}

interface KeptSegment extends WindowSegment {
  readonly nextOffset: bigint;
}

/** The newest segments of one partition, in the log's order, until every follower has passed them. */
export class PartitionWindow {
  private segments: KeptSegment[] = [];
  private readonly followers: Map<string, Position | undefined>;
  /** The limit when the window was too full; undefined again once less than half of it is in use. */
  private eventsWhenFull: number | undefined;
  /** The end of the last dropped segment. */
  private droppedTo: Position | undefined;
  eventCount = 0;

  constructor(followers: readonly string[]) {
    this.followers = new Map(followers.map((follower) => [follower, undefined]));
  }

  /** The window was full because of a slow follower that has not caught up since: it is not waited for again. */
  get isTooSlow(): boolean {
    return this.eventsWhenFull !== undefined;
  }

  /** @param nextOffset where the log goes on after the segment */
  add(segment: WindowSegment, nextOffset: bigint): void {
    const last = this.segments.at(-1);
    if (last && segment.events.length === 0 && isAtOrAfter(last.to, segment.from)) {
      // The last segment is extended instead. So segments without events take no memory.
      const to = isAtOrAfter(last.to, segment.to) ? last.to : segment.to;
      this.segments[this.segments.length - 1] = { ...last, to, nextOffset };
      return;
    }
    this.segments.push({ nextOffset, ...segment });
    this.eventCount += segment.events.length;
  }

  /** Drops the oldest segments: a follower that still needs them reads the store. */
  shrinkTo(eventsMax: number): void {
    this.eventsWhenFull ??= eventsMax;
    while (this.eventCount > eventsMax && this.segments.length > 1) this.dropFirst();
  }

  /**
   * Notes the position of a follower, and drops the segments that all followers have passed.
   * @returns where the log goes on after the dropped segments; undefined if there were none
   */
  passed(follower: string, position: Position): bigint | undefined {
    this.followers.set(follower, position);
    const positions = [...this.followers.values()];
    const least = positions.includes(undefined) ? undefined : furthestBehind(positions as Position[]);
    let nextOffset: bigint | undefined;
    while (least && this.segments[0] && isAtOrAfter(least, this.segments[0].to)) {
      ({ nextOffset } = this.segments[0]);
      this.dropFirst();
    }
    if (this.eventsWhenFull !== undefined && this.eventCount < this.eventsWhenFull / 2) this.eventsWhenFull = undefined;
    return nextOffset;
  }

  /** Whether there may be events after a position that no segment covers. */
  isBeforeStart(after: Position): boolean {
    const next = this.segments.find(({ to }) => !isAtOrAfter(after, to));
    // Without a next segment: a follower can go back behind segments that it had passed.
    const start = next ? next.from : this.droppedTo;
    return start !== undefined && !isAtOrAfter(after, start);
  }

  /**
   * The events after a position, up to the first gap; undefined if there is nothing yet, or the gap is at the position.
   */
  pageAfter(after: Position, eventsMax: number): FeedPage | undefined {
    const events: FeedEvent[] = [];
    let position = after;
    for (const segment of this.segments) {
      if (isAtOrAfter(position, segment.to)) continue;
      if (!isAtOrAfter(position, segment.from) || (events.length > 0 && events.length >= eventsMax)) break;
      // A follower may stand inside the segment, because a page of the store can end there.
      for (const event of segment.events) if (!isAtOrAfter(position, event.position)) events.push(event);
      position = segment.to;
    }
    return position === after ? undefined : { events, position };
  }

  private dropFirst(): void {
    const first = this.segments.shift();
    if (!first) return;
    this.eventCount -= first.events.length;
    this.droppedTo = first.to;
  }
}

/** The position furthest behind; undefined if there is none. */
export function furthestBehind(positions: readonly Position[]): Position | undefined {
  let least = positions[0];
  for (const position of positions) if (least && !isAtOrAfter(position, least)) least = position;
  return least;
}
