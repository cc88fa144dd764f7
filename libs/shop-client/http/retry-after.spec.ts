import { retryDelayMs } from './retry-after';

const jitterMsMax = 100;

describe('Retry-After', () => {
  it.each([
    ['0', 0],
    ['2', 2_000],
    ['Wed, 21 Oct 2026 07:28:05 GMT', 5_000],
    ['Wed, 21 Oct 2026 07:27:00 GMT', 0],
    ['86400', 30_000],
    ['soon', 1_000],
    [undefined, 1_000],
  ])('%s means %i ms, and a little jitter', (retryAfter, delayMs) => {
    const now = Date.parse('Wed, 21 Oct 2026 07:28:00 GMT');
    const actual = retryDelayMs(retryAfter, now);
    expect(actual).toBeGreaterThanOrEqual(delayMs);
    expect(actual).toBeLessThanOrEqual(delayMs + jitterMsMax);
  });
});
