export interface RestartLimit {
  readonly restartsMax: number;
  readonly windowMs: number;
}

/** A server that ends five times in a minute has a cause that a sixth start does not cure. */
export const defaultRestartLimit: RestartLimit = { restartsMax: 5, windowMs: 60_000 };

const firstDelayMs = 100;

/** Counts the restarts of a sliding window and spaces them out: at once, then 100 ms, then twice as long each time. */
export class RestartBudget {
  private starts: readonly number[] = [];

  constructor(private readonly limit: RestartLimit = defaultRestartLimit) {}

  /** How long to wait before the next restart; nothing when the window's restarts are used up. */
  take(nowMs: number): number | undefined {
    this.starts = this.starts.filter((start) => start > nowMs - this.limit.windowMs);
    if (this.starts.length >= this.limit.restartsMax) return undefined;
    const earlier = this.starts.length;
    this.starts = [...this.starts, nowMs];
    return earlier === 0 ? 0 : firstDelayMs * 2 ** (earlier - 1);
  }
}
