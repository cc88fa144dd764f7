import type { IncomingHttpHeaders } from 'node:http';

/** Headers about one connection (RFC 9110 §7.6.1), which a proxy must not forward. */
const OF_ONE_CONNECTION = [
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
];

/** The front answers Expect itself, and undici computes the length of the body. */
const OF_THE_BODY_AS_RECEIVED = ['content-length', 'expect'];

/** Returns the headers of a request that are forwarded. */
export function requestHeaders(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  return without([...OF_ONE_CONNECTION, ...OF_THE_BODY_AS_RECEIVED], headers);
}

/** Returns the headers of an answer that are forwarded. */
export function answerHeaders(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  return without(OF_ONE_CONNECTION, headers);
}

/** Also drops the headers that a Connection header names. */
function without(names: readonly string[], headers: IncomingHttpHeaders): IncomingHttpHeaders {
  const named = headers.connection?.toLowerCase().split(/\s*,\s*/) ?? [];
  const dropped = new Set([...names, ...named]);
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !dropped.has(name)));
}
