import type { OrderId } from './domain/primitives';
import { hash } from 'node:crypto';
import { v7 } from 'uuid';
import { bucketOf } from './bucket';
import type { StreamName } from './stream-name';

/** The scope within which an idempotency key is unique. */
export interface KeyScope {
  readonly region: string;
  /** The caller's name. */
  readonly scope: string;
  readonly operation: string;
}

/** The id of an order placed without a key: a UUIDv7 with the bucket of the first line's stock in its low 10 bits. */
export function newOrderId(firstStock: StreamName): OrderId {
  const bytes = v7(undefined, new Uint8Array(16));
  const bucket = bucketOf(firstStock);
  bytes[15] = bucket & 0xff;
  bytes[14] = ((bytes[14] ?? 0) & 0b1111_1100) | (bucket >> 8);
  return formatUuid(Buffer.from(bytes).toString('hex'));
}

/**
 * The id of an order placed with a key: a UUIDv8 (RFC 9562) of SHA-256 over the key and its scope. Equal keys make
 * equal ids, so the order's stream guards the key.
 */
export function keyedOrderId({ region, scope, operation }: KeyScope, key: string): OrderId {
  const digest = hash('sha256', JSON.stringify(['order', region, scope, operation, key]), 'hex');
  const variant = ((Number.parseInt(digest.charAt(16), 16) & 0x3) | 0x8).toString(16);
  return formatUuid(`${digest.slice(0, 12)}8${digest.slice(13, 16)}${variant}${digest.slice(17, 32)}`);
}

function formatUuid(hex: string): OrderId {
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}` as OrderId;
}
