import type { Position } from '@firstwrite/event-store';
import type { FeedEvent } from './event-feed';

/** Events of one partition that follow each other. */
export interface FeedPage {
  readonly events: readonly FeedEvent[];
  /** What was read when they are folded: at or after the last of them. */
  readonly position: Position;
}

/** The partitions that this process follows, of those that all streams are divided among. */
export interface Assignment {
  readonly partitions: readonly number[];
  readonly count: number;
}

/** Who asks a source, and for what. */
export interface FollowRequest {
  readonly follower: string;
  /** That the positions belong to: another object is another assignment, even if it says the same. */
  readonly assignment: Assignment;
  /** By partition. */
  readonly positions: ReadonlyMap<number, Position>;
  readonly withinMs: number;
}

/** Where projections get their events from. Each of them asks for itself. */
export interface EventSource {
  readonly assignment: Assignment;
  /**
   * What follows these positions, by partition, as soon as one of them has something. Nothing: the time is up, the
   * assignment is not the source's any more, or the source was stopped.
   */
  next(request: FollowRequest): Promise<ReadonlyMap<number, FeedPage>>;
  /** Whoever waits goes on with nothing. */
  stop(): void;
}
