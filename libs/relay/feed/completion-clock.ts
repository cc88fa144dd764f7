import type { Horizon } from '@firstwrite/event-store';

/** The most horizons kept. When a transaction stays open for long, later horizons are not kept until it has ended. */
const HORIZONS_MAX = 64;

/** Tells the time up to which the feed is complete, once it was read to its end. */
export class CompletionClock {
  private seen: Horizon[] = [];

  /**
   * The latest known time such that a feed that is read after this horizon gives every transaction committed by then.
   * @returns undefined when no such time is known
   */
  passedBy(horizon: Horizon): number | undefined {
    // Transaction ids of two eras have no order.
    this.seen = this.seen.filter(({ era }) => era === horizon.era);
    if (this.seen.length < HORIZONS_MAX) this.seen.push(horizon);
    let atMs: number | undefined;
    while (this.seen[0] && this.seen[0].committedBelow <= horizon.oldestOpen) atMs = this.seen.shift()?.atMs;
    return atMs;
  }
}
