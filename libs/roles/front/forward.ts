import { errorCode, HttpProblemError } from '@firstwrite/platform';
import type { FastifyReplyFromHooks, FastifyReplyFromOptions } from '@fastify/reply-from';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { IncomingHttpHeaders, IncomingMessage, OutgoingHttpHeaders } from 'node:http';
import { pipeline } from 'node:stream/promises';
import type { Dispatcher } from 'undici';
import type { Backend, Backends } from './backends';
import { answerHeaders, requestHeaders } from './hop-by-hop';

/** The role may have done what it was asked. */
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

/** Beside the headers of a request to a role: what reply-from has no option for. */
const AS_RECEIVED = Symbol('request as received');

interface HeadersAsReceived extends IncomingHttpHeaders {
  readonly [AS_RECEIVED]: {
    /** Byte for byte: reply-from would resolve `/../` and refuse `%2e%2e`. */
    readonly path: string;
    /** Aborted when the caller leaves. */
    readonly signal: AbortSignal;
  };
}

/** How reply-from sends requests to the roles: over these connections, each once. */
export function proxyOptions({ connections }: Backends): FastifyReplyFromOptions {
  const request = (options: Dispatcher.RequestOptions, callback: (error: Error | null) => void) => {
    const headers = options.headers as unknown as HeadersAsReceived;
    connections.request({ ...options, ...headers[AS_RECEIVED] }, callback);
  };
  return { undici: { request: request as Dispatcher['request'] }, retryMethods: [], disableRequestLogging: true };
}

/**
 * Sends a request to a role, and the role's answer back as it comes. Where no answer comes the caller gets a problem: `unavailable` when
 * the role saw nothing or the request only reads, `outcome-unknown` when the role may have written.
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
    // Without a content type reply-from would make JSON of it; the request's own header is what is sent.
    ...(Buffer.isBuffer(request.body) && { body: request.body, contentType: 'application/octet-stream' }),
    onResponse: (_request, _reply, { stream }) => passOn(stream, reply),
    onError: (_reply, { error }) => {
      if (!left.signal.aborted) void reply.send(failureOf(error.cause, backend));
    },
  };
  reply.from('/', hooks);
}

/** Not by `reply.send`: Fastify would make a defect of an answer that ends too early, which the caller must see as broken. */
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
