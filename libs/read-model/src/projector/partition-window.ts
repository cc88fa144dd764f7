import type { Position, StoredEvent } from '@firstwrite/event-store';
import { isAtOrAfter } from '../position';
import { ProjectedEvent } from '../projections/projected-event';
import type { FeedPage } from './event-source';

/** A stretch of a partition's history: all events of its streams after `from`, up to `to`. */
export interface LogSegment {
  /** How many partitions the streams were divided among. */
  readonly partitions: number;
  readonly from: Position;
  readonly to: Position;
  readonly events: readonly StoredEvent[];
}

interface KeptSegment extends Omit<LogSegment, 'events'> {
  readonly events: readonly ProjectedEvent[];
  readonly nextOffset: bigint;
}

/** The newest segments of one partition, in the log's order, until every follower has passed them. */
export class PartitionWindow {
  private segments: KeptSegment[] = [];
  private readonly followers: Map<string, Position | undefined>;
  eventCount = 0;

  constructor(followers: readonly string[]) {
    this.followers = new Map(followers.map((follower) => [follower, undefined]));
  }

  /** @param nextOffset where the log goes on after the segment */
  add(segment: LogSegment, nextOffset: bigint): void {
    const last = this.segments.at(-1);
    if (last && segment.events.length === 0 && isAtOrAfter(last.to, segment.to)) {
      this.segments[this.segments.length - 1] = { ...last, nextOffset };
      return;
    }
    const events = segment.events.map((event) => new ProjectedEvent(event));
    this.segments.push({ ...segment, events, nextOffset });
    this.eventCount += events.length;
  }

  /** Drops the oldest segments: who needs them will not find them here. */
  shrinkTo(eventsMax: number): void {
    while (this.eventCount > eventsMax && this.segments.length > 1) this.dropFirst();
  }

  /** A follower is at a position. Gives where the log goes on after what all have passed, when that is news. */
  passed(follower: string, position: Position): bigint | undefined {
    this.followers.set(follower, position);
    const least = leastOf([...this.followers.values()]);
    let nextOffset: bigint | undefined;
    while (least && this.segments[0] && isAtOrAfter(least, this.segments[0].to)) {
      ({ nextOffset } = this.segments[0]);
      this.dropFirst();
    }
    return nextOffset;
  }

  /** Whether something may have happened after a position that the segments say nothing about. */
  isBeforeStart(after: Position): boolean {
    const next = this.segments.find(({ to }) => !isAtOrAfter(after, to));
    return next !== undefined && !isAtOrAfter(after, next.from);
  }

  /** What follows a position without a hole; undefined: nothing yet. */
  pageAfter(after: Position, eventsMax: number): FeedPage | undefined {
    const events: ProjectedEvent[] = [];
    let position = after;
    for (const segment of this.segments) {
      if (isAtOrAfter(position, segment.to)) continue;
      if (!isAtOrAfter(position, segment.from) || (events.length > 0 && events.length >= eventsMax)) break;
      events.push(...segment.events);
      position = segment.to;
    }
    return position === after ? undefined : { events, position };
  }

  private dropFirst(): void {
    this.eventCount -= this.segments.shift()?.events.length ?? 0;
  }
}

/** Undefined when one of them is. */
function leastOf(positions: readonly (Position | undefined)[]): Position | undefined {
  let least: Position | undefined;
  for (const position of positions) {
    if (!position) return undefined;
    if (!least || !isAtOrAfter(position, least)) least = position;
  }
  return least;
}
