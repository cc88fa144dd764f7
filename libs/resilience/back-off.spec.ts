import { backOffMs, jitterMs } from './back-off';

const bounds = { firstMs: 100, maxMs: 1_000 };

test.each([
  [0, 100],
  [1, 200],
  [3, 800],
  [4, 1_000],
  [5_000, 1_000],
])('after %i failures it waits at most %i ms, and at least half of that', (attempt, mostMs) => {
  for (let at = 0; at < 100; at++) {
    const waitMs = backOffMs(attempt, bounds);
    expect(waitMs).toBeGreaterThanOrEqual(mostMs / 2);
    expect(waitMs).toBeLessThanOrEqual(mostMs);
  }
});

test('jitter spreads waits over the whole range', () => {
  const waitsMs = Array.from({ length: 1_000 }, () => jitterMs(50));
  expect(Math.min(...waitsMs)).toBeGreaterThanOrEqual(0);
  expect(Math.min(...waitsMs)).toBeLessThan(10);
  expect(Math.max(...waitsMs)).toBeGreaterThan(40);
  expect(Math.max(...waitsMs)).toBeLessThanOrEqual(50);
});
