import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

const CALLERS_ID = /^[\x21-\x7e]{1,128}$/;

/** Returns the caller's `X-Request-Id` if it is 1 to 128 visible ASCII characters, otherwise a random id. */
export function requestIdOf({ headers }: Pick<IncomingMessage, 'headers'>): string {
  const given = headers['x-request-id'];
  return typeof given === 'string' && CALLERS_ID.test(given) ? given : randomUUID();
}
