import { FailureReasons } from './failure-reasons';
import type { Settlement } from './request-sender';

const lost = (reason: string): Settlement => ({ kind: 'lost', reason, retries: 0 });
const answered = (status: number, code?: string, detail?: string): Settlement => ({
  kind: 'answered',
  reply: { status, replayed: false, problem: { ...(code && { code }), ...(detail && { detail }) } },
  latencyMs: 1,
  retries: 0,
});

function lineFor(settlements: readonly Settlement[]): string | undefined {
  const failures = new FailureReasons();
  for (const settlement of settlements) failures.add(settlement);
  try {
    failures.throwIfAny('of 10 orders');
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

describe('why requests failed', () => {
  it('is nothing when none did', () => {
    expect(lineFor([])).toBeUndefined();
  });

  it('is one line, the most frequent reason first, with the first detail of each', () => {
    const settlements = [
      answered(400, 'invalid-request', 'one'),
      answered(400, 'invalid-request', 'two'),
      lost('ECONNRESET'),
      answered(502),
    ];
    expect(lineFor([lost('ECONNRESET'), ...settlements, lost('ECONNRESET')])).toBe(
      '6 of 10 orders failed: 3 × ECONNRESET; 2 × 400 invalid-request (one); 1 × status 502',
    );
  });

  it('names five reasons and no more', () => {
    const line = lineFor([500, 501, 502, 504, 505, 506].map((status) => answered(status)));
    expect(line).toBe(
      '6 of 10 orders failed: 1 × status 500; 1 × status 501; 1 × status 502; 1 × status 504; 1 × status 505',
    );
  });
});
