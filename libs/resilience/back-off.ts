/** The bounds of a back-off: its first wait, and its longest. */
export interface BackOff {
  readonly firstMs: number;
  readonly maxMs: number;
}

/**
 * The wait before the next try of work that failed `attempt` times before (from 0): it doubles from `firstMs` up to
 * `maxMs`. Half of it is random, so that clients that failed together do not retry together.
 */
export function backOffMs(attempt: number, { firstMs, maxMs }: BackOff): number {
  return Math.min(maxMs, firstMs * 2 ** attempt) * (0.5 + Math.random() / 2);
}

/** A random wait between 0 and `maxMs`: spreads writers after a conflict that is over at once. */
export function jitterMs(maxMs: number): number {
  return Math.random() * maxMs;
}
