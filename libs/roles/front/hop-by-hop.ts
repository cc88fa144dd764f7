import type { IncomingHttpHeaders } from 'node:http';

/** RFC 9110 §7.6.1: they speak of one connection. */
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

/** The front answers Expect itself, and gives the length of the body that it sends. */
const OF_THE_BODY_AS_RECEIVED = ['content-length', 'expect'];

/** The headers of a request that are passed on, unchanged. */
export function requestHeaders(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  return without([...OF_ONE_CONNECTION, ...OF_THE_BODY_AS_RECEIVED], headers);
}

/** The headers of an answer that are passed on, unchanged. */
export function answerHeaders(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  return without(OF_ONE_CONNECTION, headers);
}

/** A Connection header names further headers that speak of its connection only. */
function without(names: readonly string[], headers: IncomingHttpHeaders): IncomingHttpHeaders {
  const named = headers.connection?.toLowerCase().split(/\s*,\s*/) ?? [];
  const dropped = new Set([...names, ...named]);
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !dropped.has(name)));
}
