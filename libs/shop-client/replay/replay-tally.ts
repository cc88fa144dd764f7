import { FailureReasons } from '../http/failure-reasons';
import type { Settlement } from '../http/request-sender';
import { LatencySample } from './latency-sample';
import { orderOutcome } from './order-outcome';

/** The result of a replay. `orders` counts the orders that were sent; joined orders count once. */
export interface ReplaySummary {
  readonly orders: number;
  readonly placed: number;
  readonly replayed: number;
  readonly refused: number;
  readonly conflicts: number;
  readonly errors: number;
  /** Requests that were sent again because the service was busy. */
  readonly retries: number;
  readonly seconds: number;
  /** Settled orders, whatever the outcome. */
  readonly ordersPerSecond: number;
  /** The latency of answered orders, waiting for a busy service included; null without answered orders. */
  readonly p50Ms: number | null;
  readonly p99Ms: number | null;
}

/** Adds up the replies of one replay. */
export class ReplayTally {
  readonly failures = new FailureReasons();
  private readonly counts = { placed: 0, replayed: 0, refused: 0, conflicts: 0, errors: 0 };
  private readonly latencies = new LatencySample();
  private readonly startedAtMs = performance.now();
  private retries = 0;

  constructor(private readonly orderCount: number) {}

  add(settlement: Settlement): void {
    const outcome = orderOutcome(settlement);
    this.counts[outcome]++;
    this.retries += settlement.retries;
    if (settlement.kind === 'answered') this.latencies.add(settlement.latencyMs);
    if (outcome === 'errors') this.failures.add(settlement);
  }

  summary(): ReplaySummary {
    const seconds = (performance.now() - this.startedAtMs) / 1000;
    const settled = Object.values(this.counts).reduce((sum, count) => sum + count, 0);
    const [p50Ms = null, p99Ms = null] = this.latencies.quantilesMs([0.5, 0.99]);
    return {
      orders: this.orderCount,
      ...this.counts,
      retries: this.retries,
      seconds: round(seconds, 3),
      ordersPerSecond: round(settled / seconds, 1),
      p50Ms: p50Ms === null ? null : round(p50Ms, 2),
      p99Ms: p99Ms === null ? null : round(p99Ms, 2),
    };
  }
}

function round(value: number, decimals: number): number {
  return Number(value.toFixed(decimals));
}
