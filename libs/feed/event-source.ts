import type { Position } from '@firstwrite/event-store';
import type { FeedEvent } from './event-feed';

/** Consecutive events of one partition. */
export interface FeedPage {
  readonly events: readonly FeedEvent[];
  /** The position that a follower reaches with them: at or after the last of them. */
  readonly position: Position;
}

/** The partitions that this process follows, out of all `count` partitions. */
export interface Assignment {
  readonly partitions: readonly number[];
  readonly count: number;
}

/** Which follower asks a source, and for which pages. */
export interface FollowRequest {
  readonly follower: string;
  /** The assignment of the positions, compared by identity: an equal object is another assignment. */
  readonly assignment: Assignment;
  /** By partition. */
  readonly positions: ReadonlyMap<number, Position>;
  readonly withinMs: number;
}

/** The source of the events of projections. Each projection asks for its own pages. */
export interface EventSource {
  readonly assignment: Assignment;
  /**
   * The pages after these positions, by partition, as soon as there is one. Empty when the time is up, the assignment
   * is not the current one, or the source was interrupted or stopped.
   */
  next(request: FollowRequest): Promise<ReadonlyMap<number, FeedPage>>;
  /** Ends every wait for pages at present. */
  interrupt(): void;
  /** Ends every wait for pages; from then on there are none. */
  stop(): void;
}
