import { LatencySample } from './latency-sample';

describe('quantiles of latencies', () => {
  it('are the nearest rank of what was measured, in any order', () => {
    const sample = new LatencySample();
    for (let latencyMs = 200; latencyMs >= 1; latencyMs--) sample.add(latencyMs);
    expect(sample.quantilesMs([0, 0.5, 0.99, 1])).toEqual([1, 100, 198, 200]);
  });

  it('are unknown without a measurement', () => {
    expect(new LatencySample().quantilesMs([0.5, 0.99])).toEqual([null, null]);
  });
});
