import type { Position } from '@firstwrite/event-store';
import type { ProjectedEvent } from '../projections/projected-event';

/** Events of one partition that follow each other. */
export interface FeedPage {
  readonly events: readonly ProjectedEvent[];
  /** What was read when they are folded: at or after the last of them. */
  readonly position: Position;
}

/** The partitions that this process follows, of those that all streams are divided among. */
export interface Assignment {
  readonly partitions: readonly number[];
  readonly count: number;
}

/** Where projections get their events from. Each of them asks for itself: a slow one delays none. */
export interface EventSource {
  readonly assignment: Assignment;
  /**
   * What follows these positions, by partition, as soon as one of them has something. Nothing: the time is up, the assignment changed,
   * or the source was stopped.
   */
  next(
    follower: string,
    positions: ReadonlyMap<number, Position>,
    withinMs: number,
  ): Promise<ReadonlyMap<number, FeedPage>>;
  /** Whoever waits goes on with nothing. */
  stop(): void;
}
