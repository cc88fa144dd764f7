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

/** The front itself answers Expect, and what it sends says how long it is. */
const OF_THE_BODY_AS_RECEIVED = ['content-length', 'expect'];

/** Headers in the form that Node gives and takes them: `[name, value, name, value …]`. */
export type RawHeaders = readonly string[];

/** The headers of a request that are passed on, unchanged and in their order. */
export function requestHeaders(headers: RawHeaders): string[] {
  return without([...OF_ONE_CONNECTION, ...OF_THE_BODY_AS_RECEIVED], headers);
}

/** The headers of an answer that are passed on, unchanged and in their order. */
export function answerHeaders(headers: RawHeaders): string[] {
  return without(OF_ONE_CONNECTION, headers);
}

function without(names: readonly string[], headers: RawHeaders): string[] {
  const pairs = headers.flatMap((name, at) => (at % 2 === 0 ? [[name, headers[at + 1] ?? ''] as const] : []));
  const named = pairs.flatMap(([name, value]) => (name.toLowerCase() === 'connection' ? value.toLowerCase() : []));
  const dropped = new Set([...names, ...named.join(',').split(/\s*,\s*/)]);
  return pairs.flatMap(([name, value]) => (dropped.has(name.toLowerCase()) ? [] : [name, value]));
}
