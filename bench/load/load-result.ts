import { createHistogram, type RecordableHistogram } from 'node:perf_hooks';

/** The result of a load. */
export interface LoadResult {
  /** Accepted orders only. */
  readonly ordersPerSecond: number;
  readonly accepted: number;
  /** Units of all lines of the accepted orders. */
  readonly units: number;
  /** Orders that were answered with 409: out of retries, or out of stock. */
  readonly conflicts: number;
  /** Absent if the load tool reports no percentiles. */
  readonly latency?: Latency;
  /** CPU time of the load itself; absent if another program makes the load. */
  readonly generatorSeconds?: number;
}

export interface Latency {
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly p999Ms: number;
}

/** An order got an answer that is not allowed: the cell has no figure. */
export class LoadFailedError extends Error {}

/** Counts answers and their latencies while a load runs. */
export class LoadTally {
  private readonly startedAtMs = performance.now();
  private readonly startedCpu = process.cpuUsage();
  /** An HdrHistogram, in microseconds. */
  private readonly latencyUs: RecordableHistogram = createHistogram();
  private accepted = 0;
  private units = 0;
  private conflicts = 0;

  accept({ orders, units }: { orders: number; units: number }, latencyMs: number): void {
    this.accepted += orders;
    this.units += units;
    this.latencyUs.record(Math.max(1, Math.round(latencyMs * 1_000)));
  }

  conflict(): void {
    this.conflicts++;
  }

  result(): LoadResult {
    const seconds = (performance.now() - this.startedAtMs) / 1_000;
    const cpu = process.cpuUsage(this.startedCpu);
    const percentileMs = (percent: number) => this.latencyUs.percentile(percent) / 1_000;
    return {
      ordersPerSecond: this.accepted / seconds,
      accepted: this.accepted,
      units: this.units,
      conflicts: this.conflicts,
      latency: { p50Ms: percentileMs(50), p99Ms: percentileMs(99), p999Ms: percentileMs(99.9) },
      generatorSeconds: (cpu.user + cpu.system) / 1_000_000,
    };
  }
}
