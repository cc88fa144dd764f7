import type { Position } from '@firstwrite/event-store';
import { formatConsistency, freshnessOf, parseConsistency, type Consistency } from './consistency';

test.each<[string, Consistency]>([
  ['strong', { level: 'strong' }],
  [' eventual ', { level: 'eventual' }],
  ['read-your-writes', { level: 'read-your-writes' }],
  ['bounded; max-ms=250', { level: 'bounded', maxMs: 250 }],
  ['bounded;max-ms=0', { level: 'bounded', maxMs: 0 }],
])('"%s" is a level', (text, consistency) => {
  expect(parseConsistency(text)).toEqual(consistency);
  expect(parseConsistency(formatConsistency(consistency))).toEqual(consistency);
});

test.each([
  '',
  'STRONG',
  'bounded',
  'bounded; max-ms=',
  'bounded; max-ms=-1',
  'bounded; max-ms=1.5',
  'strong, eventual',
])('"%s" is not a level', (text) => expect(parseConsistency(text)).toBeUndefined());

const seen = [{ store: 0, era: 1, transaction: 5, number: 1 } as Position];

test.each<[Consistency | undefined, readonly Position[], Consistency['level']]>([
  [undefined, [], 'eventual'],
  [undefined, seen, 'read-your-writes'],
  [{ level: 'eventual' }, seen, 'read-your-writes'],
  [{ level: 'read-your-writes' }, [], 'read-your-writes'],
  [{ level: 'bounded', maxMs: 5 }, seen, 'bounded'],
  [{ level: 'strong' }, seen, 'strong'],
])('the stronger promise holds, and a token always does', (named, positions, level) => {
  const freshness = freshnessOf(named, positions);
  expect(freshness.consistency.level).toBe(level);
  expect(freshness.seen).toEqual(positions);
});
