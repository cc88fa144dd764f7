import type { Expectation } from '../conflict/expectation';
import type { Submission } from '../settle/decision';
import { ANONYMOUS } from '@firstwrite/event-store';
import { fingerprintOf } from './fingerprint';
import type { WriteHeaders } from './request-headers';

/** The caller: one until there is authentication. */
export const SCOPE = ANONYMOUS;

/** The operation and the resource that an idempotency key belongs to. */
export interface Operation {
  readonly operation: string;
  readonly stream: string;
}

/** What every write submits alike: its key, what it expects of its resource, and its metadata. */
export function submissionParts(
  { idempotencyKey, ifMatch, requestId }: WriteHeaders,
  { operation, stream }: Operation,
  body: object,
): Pick<Submission<unknown, unknown>, 'idempotency' | 'expectations' | 'metadata' | 'weight'> {
  return {
    expectations: ifMatch === undefined ? [] : [ifMatchOn(stream, ifMatch)],
    metadata: { commandId: requestId },
    weight: 1,
    ...(idempotencyKey !== undefined && {
      idempotency: {
        key: { stream, scope: SCOPE, operation, key: idempotencyKey },
        fingerprint: fingerprintOf(body),
      },
    }),
  };
}

export function ifMatchOn(stream: string, accepts: Expectation['accepts']): Expectation {
  return { stream, accepts, source: 'if-match' };
}

/** Names a keyed request among those in flight. */
export function requestKeyOf({ idempotencyKey }: WriteHeaders, { operation, stream }: Operation): string | undefined {
  return idempotencyKey === undefined ? undefined : `${operation} ${stream} ${idempotencyKey}`;
}
