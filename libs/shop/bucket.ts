import { hash } from 'node:crypto';
import type { StreamName } from './stream-name';

/** Virtual shards. A stream's bucket never changes, so that it can be found without a directory. */
export const BUCKETS = 1024;

/**
 * The bucket of a stream, 0 … 1023. An order: the low 10 bits of its UUID. Any other: the first 16 bits, big-endian,
 * of the SHA-256 of the UTF-8 text after the first `-`, masked to 10 bits.
 */
export function bucketOf(stream: StreamName): number {
  if (stream.startsWith('order-')) return Number.parseInt(stream.slice(-4), 16) & (BUCKETS - 1);
  const digest = hash('sha256', stream.slice(stream.indexOf('-') + 1), 'buffer');
  return digest.readUInt16BE(0) & (BUCKETS - 1);
}
