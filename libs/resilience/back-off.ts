/** Where a back-off begins and what it never exceeds. */
export interface BackOff {
  readonly firstMs: number;
  readonly maxMs: number;
}

/**
 * How long to wait before the next try of what has failed `attempt` times before (from 0): doubles from `firstMs` up to `maxMs`. Half of it is
 * random, so that many that failed together do not come back together.
 */
export function backOffMs(attempt: number, { firstMs, maxMs }: BackOff): number {
  return Math.min(maxMs, firstMs * 2 ** attempt) * (0.5 + Math.random() / 2);
}

/** A random wait between 0 and this: spreads writers that collided, where the collision itself is over at once. */
export function jitterMs(maxMs: number): number {
  return Math.random() * maxMs;
}
