import { Pace } from './pace';

describe('the pace of a task', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it.each([
    [100, 1_000, '0 s left', '100/s'],
    [50, 10_000, '10 s left', '5.0/s'],
    [10, 30_000, '4 min 30 s left', '0.3/s'],
    [1, 60_000, '1 h 39 min left', '0.0/s'],
    [0, 60_000, '? left', '0.0/s'],
  ])('%i of 100 in %i ms: %s at %s', (done, elapsedMs, timeLeft, rate) => {
    const pace = new Pace(100);
    jest.advanceTimersByTime(elapsedMs);
    pace.done = done;
    expect([pace.timeLeft, pace.rate]).toEqual([timeLeft, rate]);
  });
});
