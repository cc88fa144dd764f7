const SEED = 0x9747b28c;
const MULTIPLIER = 0x5bd1e995;

/**
 * A stream's place among any number of partitions, as a number from 0 to 2³¹ − 1: its partition is the remainder.
 * This is how Kafka's own producers place a key (murmur2 of its bytes, the sign dropped), so topics that others key
 * by stream are partitioned alike.
 */
export function streamHash(stream: string): number {
  const bytes = Buffer.from(stream);
  const { length } = bytes;
  let hash = SEED ^ length;
  let at = 0;
  for (; at + 4 <= length; at += 4) {
    let word = Math.imul(bytes.readInt32LE(at), MULTIPLIER);
    word = Math.imul(word ^ (word >>> 24), MULTIPLIER);
    hash = Math.imul(hash, MULTIPLIER) ^ word;
  }
  const rest = length - at;
  if (rest > 0) hash = Math.imul(hash ^ bytes.readUIntLE(at, rest), MULTIPLIER);
  hash = Math.imul(hash ^ (hash >>> 13), MULTIPLIER);
  return (hash ^ (hash >>> 15)) & 0x7fffffff;
}

/** Which of `count` partitions a stream's events are in, from 0. */
export function partitionOf(stream: string, count: number): number {
  return count === 1 ? 0 : streamHash(stream) % count;
}
