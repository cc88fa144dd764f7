import type { Expectation } from '../conflict/expectation';
import type { Submission } from '../settle/decision';
import type { EventMetadata } from '@firstwrite/event-store';
import { anonymous } from './caller';
import { fingerprintOf } from './fingerprint';
import type { WriteHeaders } from './request-headers';

/** The operation and the resource that an idempotency key belongs to. */
export interface Operation {
  readonly operation: string;
  readonly stream: string;
}

/** The parts of a submission that all writes have: the key, the expected version and the metadata. */
export function submissionParts(
  headers: WriteHeaders,
  { operation, stream }: Operation,
  body: object,
): Pick<Submission<unknown, unknown>, 'idempotency' | 'expectations' | 'metadata' | 'weight'> {
  const { caller, idempotencyKey, ifMatch } = headers;
  return {
    expectations: ifMatch === undefined ? [] : [ifMatchOn(stream, ifMatch)],
    metadata: metadataOf(headers),
    weight: 1,
    ...(idempotencyKey !== undefined && {
      idempotency: {
        key: { stream, scope: caller.name, operation, key: idempotencyKey },
        fingerprint: fingerprintOf(body),
      },
    }),
  };
}

/** The metadata of each event that a request makes. {@link anonymous} is not stored: an absent actor means it. */
export function metadataOf({ caller, requestId }: Pick<WriteHeaders, 'caller' | 'requestId'>): EventMetadata {
  return caller.name === anonymous.name ? { commandId: requestId } : { commandId: requestId, actor: caller.name };
}

export function ifMatchOn(stream: string, accepts: Expectation['accepts']): Expectation {
  return { stream, accepts, source: 'if-match' };
}

/** Names a keyed request among those in flight. */
export function requestKeyOf(
  { caller, idempotencyKey }: WriteHeaders,
  { operation, stream }: Operation,
): string | undefined {
  return idempotencyKey === undefined ? undefined : `${operation} ${stream} ${caller.name} ${idempotencyKey}`;
}
