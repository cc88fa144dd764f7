import { RestartBudget } from './server-supervision';

describe('restarts', () => {
  it('come at once first, then ever later, and end after five in a minute', () => {
    const budget = new RestartBudget();
    const delays = [0, 1_000, 2_000, 3_000, 4_000, 5_000].map((nowMs) => budget.take(nowMs));
    expect(delays).toEqual([0, 100, 200, 400, 800, undefined]);
  });

  it('are forgotten after the window', () => {
    const budget = new RestartBudget({ restartsMax: 1, windowMs: 1_000 });
    expect(budget.take(0)).toBe(0);
    expect(budget.take(999)).toBeUndefined();
    expect(budget.take(1_000)).toBe(0);
  });
});
