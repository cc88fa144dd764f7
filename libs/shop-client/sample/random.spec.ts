import { Catalogue } from './catalogue';
import { drawCents, pricesInCents } from './quantiles';
import { Random } from './random';

describe('seeded randomness', () => {
  it('repeats itself for a seed, and differs for its neighbour', () => {
    const draw = (seed: number) => {
      const random = new Random(seed);
      return [random.uint32(), random.uint32(), random.uint32(), random.uint32()];
    };
    expect(draw(1)).toEqual(draw(1));
    expect(draw(1)).not.toEqual(draw(2));
    expect(new Set(draw(0)).size).toBe(4);
  });

  it('is even', () => {
    const random = new Random(1);
    const tenths = new Array<number>(10).fill(0);
    for (let draws = 0; draws < 100_000; draws++) {
      const tenth = random.integer(10);
      tenths[tenth] = (tenths[tenth] ?? 0) + 1;
    }
    for (const count of tenths) expect(Math.abs(count - 10_000)).toBeLessThan(500);
  });

  it('makes ids of 32 hex digits', () => {
    expect(new Random(5).id()).toMatch(/^[0-9a-f]{32}$/);
  });
});

describe('what is drawn', () => {
  it('follows the quantiles', () => {
    const random = new Random(1);
    const prices = Array.from({ length: 20_000 }, () => drawCents(pricesInCents, random)).sort((a, b) => a - b);
    expect(prices[0]).toBeGreaterThanOrEqual(290);
    expect(prices.at(-1)).toBeLessThanOrEqual(480_000);
    expect(Math.abs((prices[10_000] ?? 0) - 7890)).toBeLessThan(300);
  });

  it('is a product by the root of its rank: the first twice as often as the fourth', () => {
    const random = new Random(1);
    const catalogue = new Catalogue(4, random);
    const counts = new Map<string, number>();
    for (let draws = 0; draws < 40_000; draws++) {
      const { productId } = catalogue.draw(random);
      counts.set(productId, (counts.get(productId) ?? 0) + 1);
    }
    const [first = 0, , , fourth = 0] = [...counts.values()].sort((a, b) => b - a);
    expect(first / fourth).toBeGreaterThan(1.9);
    expect(first / fourth).toBeLessThan(2.1);
  });
});
