import { partitionOf, streamHash } from './stream-partition';

/** As Kafka's own DefaultPartitioner places these keys among 2³¹ − 1 partitions. */
const known: readonly (readonly [key: string, hash: number])[] = [
  ['a', 584102524],
  ['ab', 316155434],
  ['abc', 479470107],
  ['abcd', 823834100],
  ['stock-main/SKU-1', 1618294330],
  ['stock-main/ABCDE-1', 176820369],
  ['order-01890000-0000-7000-8000-000000000001', 1026013351],
  ['product-Ä', 934550154],
  ['stock-wh-2/x.y_z', 380384762],
];

test.each(known)('%p has the hash that Kafka gives it', (key, hash) => {
  expect(streamHash(key)).toBe(hash);
});

test('a partition is the remainder of the hash', () => {
  for (const [key, hash] of known) expect(partitionOf(key, 6)).toBe(hash % 6);
  expect(partitionOf('stock-main/A', 1)).toBe(0);
});
