/** Every latency of a run, for exact quantiles: 8 bytes each. */
export class LatencySample {
  private readonly latenciesMs: number[] = [];

  add(latencyMs: number): void {
    this.latenciesMs.push(latencyMs);
  }

  /** The quantiles of the latencies at these shares, by nearest rank; null without replies. */
  quantilesMs(shares: readonly number[]): (number | null)[] {
    const sorted = Float64Array.from(this.latenciesMs).sort();
    return shares.map((share) => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? null);
  }
}
