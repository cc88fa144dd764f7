import { RestartBudget } from './server-supervision';

describe('restarts', () => {
  it('come at once first, then ever later, and end after five in a minute', () => {
    const budget = new RestartBudget();
    const waitsMs = [0, 1_000, 2_000, 3_000, 4_000].map((nowMs) => budget.take(nowMs) ?? Infinity);
    const mostMs = [0, 100, 200, 400, 800];
    expect(waitsMs.filter((waitMs, at) => waitMs > mostMs[at]! || waitMs < mostMs[at]! / 2)).toEqual([]);
    expect(budget.take(5_000)).toBeUndefined();
  });

  it('are forgotten after the window', () => {
    const budget = new RestartBudget({ restartsMax: 1, windowMs: 1_000 });
    expect(budget.take(0)).toBe(0);
    expect(budget.take(999)).toBeUndefined();
    expect(budget.take(1_000)).toBe(0);
  });
});
