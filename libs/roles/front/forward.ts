import { BODY_BYTES_MAX, HttpProblemError } from '@firstwrite/platform';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import type { Dispatcher } from 'undici';
import type { Backend } from './backend';
import { answerHeaders, requestHeaders, type RawHeaders } from './hop-by-hop';

/** No connection was made, so nothing was sent. */
const NOT_SENT = new Set([
  'EADDRNOTAVAIL',
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/**
 * Sends a request to a role, and the role's answer back as it comes. The body is taken whole first: it is small, and a role that answers
 * before it has read everything then never meets a connection that is half written.
 * @throws HttpProblemError while nothing of an answer was sent: `unavailable` when the role saw nothing, `outcome-unknown` when it may
 * have written
 */
export async function forward(request: IncomingMessage, response: ServerResponse, backend: Backend): Promise<void> {
  const body = await bodyOf(request);
  const left = new AbortController();
  response.once('close', () => left.abort());
  const reply = await ask(request, backend, { body, signal: left.signal });
  if (!reply) return;
  response.writeHead(reply.statusCode, answerHeaders(reply.headers as unknown as RawHeaders));
  // Whoever waits for the rest of a broken answer must see that it is broken.
  await pipeline(reply.body, response).catch(() => response.destroy());
}

async function bodyOf(request: IncomingMessage): Promise<Buffer | null> {
  const { 'content-length': length, 'transfer-encoding': encoding } = request.headers;
  if (length === undefined && encoding === undefined) return null;
  if (Number(length ?? 0) > BODY_BYTES_MAX) throw bodyTooLarge();
  const chunks: Buffer[] = [];
  let bytes = 0;
  // The connection of a body that is given up still carries the answer.
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes > BODY_BYTES_MAX) throw bodyTooLarge();
  }
  return Buffer.concat(chunks);
}

function bodyTooLarge(): HttpProblemError {
  return new HttpProblemError('body-too-large', `the body is over ${BODY_BYTES_MAX} bytes`);
}

async function ask(
  { method = 'GET', url = '/', rawHeaders }: IncomingMessage,
  { name, pool }: Backend,
  { body, signal }: { readonly body: Buffer | null; readonly signal: AbortSignal },
): Promise<Dispatcher.ResponseData | undefined> {
  try {
    return await pool.request({
      method,
      path: url,
      headers: requestHeaders(rawHeaders),
      body,
      signal,
      responseHeaders: 'raw',
    });
  } catch (error) {
    if (signal.aborted) return undefined;
    const { code = '', message } = error as Error & { code?: string };
    if (code === 'UND_ERR_INVALID_ARG')
      throw new HttpProblemError('invalid-request', `it cannot be passed on: ${message}`);
    if (name === 'query-api' || NOT_SENT.has(code)) {
      throw new HttpProblemError('unavailable', `${name} does not answer: ${message}`);
    }
    throw new HttpProblemError('outcome-unknown', `the connection to ${name} was lost: ${message}`);
  }
}
