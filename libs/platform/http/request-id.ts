import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

const CALLERS_ID = /^[\x21-\x7e]{1,128}$/;

/** The caller's `X-Request-Id` where it is plain, else a random one. */
export function requestIdOf({ headers }: Pick<IncomingMessage, 'headers'>): string {
  const given = headers['x-request-id'];
  return typeof given === 'string' && CALLERS_ID.test(given) ? given : randomUUID();
}
