import type { ApiReply } from '../http/api-request';
import { orderOutcome } from './order-outcome';

const answered = (status: number, code?: string, replayed = false) => {
  const reply: ApiReply = { status, replayed, ...(code && { problem: { code } }) };
  return orderOutcome({ kind: 'answered', reply, latencyMs: 1, retries: 0 });
};

describe('an order counts as', () => {
  it.each([
    [201, undefined, false, 'placed'],
    [201, undefined, true, 'replayed'],
    [409, 'insufficient-stock', false, 'refused'],
    [409, 'version-conflict', false, 'conflicts'],
    [412, 'version-conflict', false, 'conflicts'],
    [409, 'request-in-flight', false, 'errors'],
    [409, undefined, false, 'errors'],
    [422, 'idempotency-key-reused', false, 'errors'],
    [429, 'overloaded', false, 'errors'],
    [503, 'unavailable', false, 'errors'],
    [500, undefined, false, 'errors'],
    [302, undefined, false, 'errors'],
  ])('%i %s (replayed %s): %s', (status, code, replayed, outcome) => {
    expect(answered(status, code, replayed)).toBe(outcome);
  });

  it('an error when no answer came', () => {
    expect(orderOutcome({ kind: 'lost', reason: 'ECONNRESET', retries: 0 })).toBe('errors');
  });
});
