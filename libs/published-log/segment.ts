import type { Position, StoredEvent } from '@firstwrite/event-store';

/**
 * A statement about one partition of the published log: its streams had these events after `from`, up to `to`, and no others. True for ever
 * and by itself, whoever published it and however often; so a follower at a position inside it may go on from there, and one that is
 * before `from` knows that something is missing in between.
 */
export interface Segment {
  /** The incarnation of the store that says so: another store's segments, that strayed here, say nothing about this one. */
  readonly incarnation: string;
  /** How many partitions the streams were divided among. */
  readonly partitions: number;
  readonly from: Position;
  /** At or after `from`; the same: nothing was new. */
  readonly to: Position;
  /** In the feed's order. */
  readonly events: readonly StoredEvent[];
  /** Milliseconds since 1970 on the primary's clock: whatever had committed by then stands at or before `to`. */
  readonly completeAtMs: number;
}
