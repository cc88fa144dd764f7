import { uniform, zipf } from './spread';
import { zipfRanks } from './zipf';

describe("Zipf's distribution", () => {
  it('inverts the cumulative sum exactly', () => {
    // 1 + 1/2 + 1/3 = 11/6: shares 6/11, 3/11, 2/11.
    const rankAt = zipfRanks(3, 1);
    expect([0, 5.99 / 11, 6.01 / 11, 8.99 / 11, 9.01 / 11, 1 - 2 ** -32].map(rankAt)).toEqual([0, 0, 1, 1, 2, 2]);
  });

  it('draws each rank in proportion to its share', () => {
    const [count, draws] = [10_000, 50_000];
    const harmonic = Array.from({ length: count }, (_, rank) => 1 / (rank + 1)).reduce((sum, share) => sum + share);
    const drawn = new Map<string, number>();
    const next = zipf.orders();
    for (let at = 0; at < draws; at++) {
      const { body } = next();
      drawn.set(body, (drawn.get(body) ?? 0) + 1);
    }
    const [first = 0, second = 0] = [...drawn.values()].sort((a, b) => b - a);
    expect(first / draws).toBeCloseTo(1 / harmonic, 2);
    expect(second / draws).toBeCloseTo(0.5 / harmonic, 2);
  });

  it('is the same in every run, and has stock for every SKU', () => {
    const [one, other] = [zipf.orders(), zipf.orders()];
    for (let at = 0; at < 100; at++) expect(one()).toEqual(other());
    expect(new Set(zipf.receipts)).toEqual(new Set(uniform.receipts));
  });
});
