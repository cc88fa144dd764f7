import type { Horizon } from '@firstwrite/event-store';

/** As many as are kept when a transaction stays open for long; the latest time among them is then no longer the newest. */
const HORIZONS_MAX = 64;

/** Finds out as of when the feed, once it was read to its end, is complete. */
export class CompletionClock {
  private seen: Horizon[] = [];

  /** The latest time such that all that had committed by then is given by a feed that is read after this horizon. undefined: none is known. */
  passedBy(horizon: Horizon): number | undefined {
    // Transaction ids of two incarnations have no order.
    this.seen = this.seen.filter(({ era }) => era === horizon.era);
    if (this.seen.length < HORIZONS_MAX) this.seen.push(horizon);
    let atMs: number | undefined;
    while (this.seen[0] && this.seen[0].committedBelow <= horizon.oldestOpen) atMs = this.seen.shift()?.atMs;
    return atMs;
  }
}
