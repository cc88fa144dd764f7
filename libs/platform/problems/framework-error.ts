import { HttpException } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { RouteTable } from '../http/route-table';
import type { PlatformProblemCode } from './platform-problems';

/** A refusal that has no class of its own, by the code of a problem that every application has. */
export class HttpProblemError extends Error {
  constructor(
    readonly code: PlatformProblemCode,
    detail: string,
    readonly allow?: string,
  ) {
    super(detail);
  }
}

const codeOfStatus: Readonly<Record<number, PlatformProblemCode>> = {
  404: 'not-found',
  413: 'body-too-large',
  414: 'uri-too-long',
  415: 'unsupported-media-type',
  503: 'unavailable',
};

/** Translates what Nest and Fastify throw by its status; every other error is passed as it is. */
export function frameworkError(error: unknown, request: FastifyRequest, routes: RouteTable): unknown {
  if (isCutOff(error)) return new HttpProblemError('invalid-request', 'the request ended before its body was complete');
  const status = statusOf(error);
  if (status === undefined) return error;
  const path = request.url.split('?', 1)[0] ?? request.url;
  if (status === 404) {
    const allowed = routes.methodsOf(path);
    if (allowed.length === 0) return new HttpProblemError('not-found', `there is nothing at ${path}`);
    const allow = allowed.join(', ');
    return new HttpProblemError('method-not-allowed', `${request.method} is not one of ${allow}`, allow);
  }
  if ((error as { code?: unknown }).code === 'FST_ERR_BAD_URL') {
    return new HttpProblemError('not-found', 'the path is not percent-encoded UTF-8');
  }
  if (status === 400) return new HttpProblemError('invalid-json', (error as Error).message);
  const code = codeOfStatus[status];
  return code ? new HttpProblemError(code, (error as Error).message) : error;
}

function statusOf(error: unknown): number | undefined {
  if (error instanceof HttpException) return error.getStatus();
  const { statusCode, code } = (error ?? {}) as { statusCode?: unknown; code?: unknown };
  return typeof statusCode === 'number' && typeof code === 'string' && code.startsWith('FST_') ? statusCode : undefined;
}

/** The caller left while it sent its body, or sent what is no HTTP. */
function isCutOff(error: unknown): boolean {
  const { code } = (error ?? {}) as { code?: unknown };
  return code === 'ECONNRESET' || (typeof code === 'string' && code.startsWith('HPE_'));
}
