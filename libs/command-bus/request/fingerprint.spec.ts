import fc from 'fast-check';
import { fingerprintOf } from './fingerprint';

describe('the fingerprint of a request', () => {
  test('does not depend on the order of its members', () => {
    const nested = fc.object({ maxDepth: 3, values: [fc.string(), fc.integer(), fc.boolean()] });
    fc.assert(fc.property(nested, (request) => expect(fingerprintOf(reversed(request))).toBe(fingerprintOf(request))));
  });

  test('depends on every value, and on the order of a list', () => {
    const requests = [{ a: 1 }, { a: 2 }, { b: 1 }, { a: '1' }, { a: [1, 2] }, { a: [2, 1] }, { a: 1, b: null }, {}];
    expect(new Set(requests.map(fingerprintOf)).size).toBe(requests.length);
  });

  test('is the same for ever', () => {
    expect(fingerprintOf({ b: [1, 'ü'], a: 1.5 })).toBe('pn-qE9Ms9if-44Gx0JARjuyJ7t0AmexfwExhmstCe8I');
  });
});

/** The same object with its members in the opposite order, at every depth. */
function reversed(value: object): object {
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, member]: [string, unknown]) => [
        key,
        typeof member === 'object' && member !== null && !Array.isArray(member) ? reversed(member) : member,
      ]),
  );
}
