import { isUtf8 } from 'node:buffer';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { HttpProblemError } from '../problems/framework-error';
import { InvalidRequestError, pointerOf, type Fault } from '../problems/invalid-request.error';

const BODY_BYTES_MAX = 1_048_576;

const options = { parseAs: 'buffer' as const, bodyLimit: BODY_BYTES_MAX };

/** Replaces the framework's body parsers: a body of any content type stays the bytes that it is. */
export function useRawBodies(fastify: FastifyInstance): void {
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser('*', options, async (_request: FastifyRequest, body: Buffer) => body);
}

/** Replaces the framework's body parsers: JSON only, merge patches only for PATCH, and no prototype keys. */
export function useJsonBodies(fastify: FastifyInstance): void {
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser(
    /^application\/json(?:\s*;|$)/i,
    options,
    async (_request: FastifyRequest, body: Buffer) => parseJson(body),
  );
  fastify.addContentTypeParser(
    /^application\/merge-patch\+json(?:\s*;|$)/i,
    options,
    async (request: FastifyRequest, body: Buffer) => {
      if (request.method !== 'PATCH') {
        throw new HttpProblemError('unsupported-media-type', 'application/merge-patch+json is for PATCH');
      }
      return parseJson(body);
    },
  );
}

/** An absent body is undefined: the schema says whether there must be one. @throws HttpProblemError @throws InvalidRequestError */
export function parseJson(body: Buffer): unknown {
  if (body.length === 0) return undefined;
  if (!isUtf8(body)) throw new HttpProblemError('invalid-json', 'the body is not UTF-8');
  const text = body.toString();
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new HttpProblemError('invalid-json', error instanceof Error ? error.message : 'not JSON');
  }
  if (MAY_HOLD_PROTOTYPE_KEY.test(text)) {
    const faults = prototypeKeys(value, []);
    if (faults.length > 0) throw new InvalidRequestError(faults);
  }
  return value;
}

/** The key itself, or any escape that could spell it; most bodies hold neither and are not walked. */
const MAY_HOLD_PROTOTYPE_KEY = /__proto__|\\u00[567]/i;
const NESTING_MAX = 64;

function prototypeKeys(value: unknown, path: readonly PropertyKey[]): Fault[] {
  if (value === null || typeof value !== 'object' || path.length > NESTING_MAX) return [];
  return Object.entries(value).flatMap(([key, member]) =>
    key === '__proto__'
      ? [{ pointer: pointerOf([...path, key]), detail: 'unknown field' }]
      : prototypeKeys(member, [...path, key]),
  );
}
