import { ANONYMOUS } from '@firstwrite/event-store';
import type { FastifyRequest } from 'fastify';

/** The party that sends requests: it is the actor of its events, and its idempotency keys are its own. */
export interface Caller {
  /** Unique among callers; stored with events and keys. */
  readonly name: string;
}

/** The caller of a request that does not identify its caller. */
export const anonymous: Caller = { name: ANONYMOUS };

/** The caller of a request: {@link anonymous} until there is authentication. */
export function callerOf(_request: Pick<FastifyRequest, 'headers'>): Caller {
  return anonymous;
}
