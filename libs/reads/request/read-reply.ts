import { HttpProblemError } from '@firstwrite/platform';
import type { ReadFacts, ReadResult } from '../consistency/read-result';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { hasVersion } from './if-none-match';

/** The request and the reply of one read. */
export interface Exchange {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

const NOT_MODIFIED = 304;

/**
 * Answers with an entity and its ETag, or 304 when the caller has it.
 * @throws HttpProblemError `not-found` when there is none
 */
export function replyEntity<Body extends { readonly version: number }>(
  { request, reply }: Exchange,
  { value, ...facts }: ReadResult<Body | undefined>,
  resource: string,
): Body | undefined {
  describe(reply, facts);
  if (!value) throw new HttpProblemError('not-found', `there is no such ${resource}`);
  void reply.header('etag', `"${value.version}"`);
  if (!hasVersion(request.headers['if-none-match'], value.version)) return value;
  void reply.code(NOT_MODIFIED);
  return undefined;
}

/** Answers with a page. */
export function replyPage<Value>(reply: FastifyReply, { value, ...facts }: ReadResult<Value>): Value {
  describe(reply, facts);
  return value;
}

function describe(reply: FastifyReply, { level, token, node, stalenessMs }: ReadFacts): void {
  void reply.headers({
    'cache-control': 'private, no-cache',
    consistency: level,
    'consistency-token': token,
    'served-by': node,
    'staleness-ms': stalenessMs,
  });
}
