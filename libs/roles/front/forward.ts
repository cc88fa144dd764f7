import { errorCode, HttpProblemError } from '@firstwrite/platform';
import type { FastifyReplyFromHooks, FastifyReplyFromOptions } from '@fastify/reply-from';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { IncomingHttpHeaders, IncomingMessage, OutgoingHttpHeaders } from 'node:http';
import { pipeline } from 'node:stream/promises';
import type { Dispatcher } from 'undici';
import type { Backend, Backends } from './backends';
import { answerHeaders, requestHeaders } from './hop-by-hop';

/** The connection was lost after the request was sent: the role may have done the write. */
class AnswerLostError extends Error {
  readonly code = 'outcome-unknown';
}

/** No connection was made, so nothing was sent. */
const NOT_SENT = new Set([
  'EADDRNOTAVAIL',
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** Key of a property next to the headers of a forwarded request: it carries data that reply-from has no option for. */
const AS_RECEIVED = Symbol('request as received');

interface HeadersAsReceived extends IncomingHttpHeaders {
  readonly [AS_RECEIVED]: {
    /** The path and the query, byte for byte. reply-from itself refuses `/../` and `%2e%2e`. */
    readonly path: string;
    /** Aborted when the caller closes the connection. */
    readonly signal: AbortSignal;
  };
}

/** The options of reply-from: it uses the connections to the roles, and does not repeat a request. */
export function proxyOptions({ connections }: Backends): FastifyReplyFromOptions {
  const request = (options: Dispatcher.RequestOptions, callback: (error: Error | null) => void) => {
    const headers = options.headers as unknown as HeadersAsReceived;
    connections.request({ ...options, ...headers[AS_RECEIVED] }, callback);
  };
  return { undici: { request: request as Dispatcher['request'] }, retryMethods: [], disableRequestLogging: true };
}

/**
 * Forwards a request to a role, and streams the role's answer back. If there is no answer, the caller gets the problem
 * `outcome-unknown` when command-api may have received the request, else `unavailable`.
 */
export function forward(request: FastifyRequest, reply: FastifyReply, backend: Backend): void {
  const left = new AbortController();
  reply.raw.once('close', () => left.abort());
  const received = { path: request.raw.url ?? '/', signal: left.signal };
  const hooks: FastifyReplyFromHooks = {
    getUpstream: () => backend.url,
    rewriteRequestHeaders: ({ headers }) =>
      ({ ...requestHeaders(headers), [AS_RECEIVED]: received }) as HeadersAsReceived,
    rewriteHeaders: answerHeaders,
    // reply-from turns a body without this option into JSON. The header that is sent is that of the request.
    ...(Buffer.isBuffer(request.body) && { body: request.body, contentType: 'application/octet-stream' }),
    onResponse: (_request, _reply, { stream }) => passOn(stream, reply),
    onError: (_reply, { error }) => {
      if (!left.signal.aborted) void reply.send(failureOf(error.cause, backend));
    },
  };
  reply.from('/', hooks);
}

/**
 * Streams an answer past `reply.send`. If an answer breaks off, the connection to the caller is broken off too;
 * Fastify would answer 500 `internal` with the headers of the role.
 */
function passOn(answer: IncomingMessage, reply: FastifyReply): void {
  reply.hijack();
  reply.raw.writeHead(reply.statusCode, reply.getHeaders() as OutgoingHttpHeaders);
  pipeline(answer, reply.raw).catch(() => reply.raw.destroy());
}

function failureOf(cause: unknown, { name }: Backend): Error {
  const code = errorCode(cause) ?? '';
  const { message } = cause as Error;
  if (code === 'UND_ERR_INVALID_ARG')
    return new HttpProblemError('invalid-request', `it cannot be passed on: ${message}`);
  if (name === 'query-api' || NOT_SENT.has(code)) {
    return new HttpProblemError('unavailable', `${name} does not answer: ${message}`);
  }
  return new AnswerLostError(`the connection to ${name} was lost: ${message}`);
}
