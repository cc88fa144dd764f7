import type { Position, StoredEvent } from '@firstwrite/event-store';

/**
 * A statement about one partition of the published log: its streams had these events after `from`, up to `to`, and no
 * others. It is true for ever and by itself, whichever relay published it and however often. So a follower at a
 * position inside it may go on from there, and a follower before `from` knows that a segment is missing in between.
 */
export interface Segment {
  /** The incarnation of the store that published it: a stray segment of another store says nothing about this one. */
  readonly incarnation: string;
  /** The number of partitions that the streams were divided among. */
  readonly partitions: number;
  readonly from: Position;
  /** At or after `from`; equal when nothing was new. */
  readonly to: Position;
  /** In the feed's order. */
  readonly events: readonly StoredEvent[];
  /** Milliseconds since 1970 on the primary's clock: every transaction committed by then is at or before `to`. */
  readonly completeAtMs: number;
}
