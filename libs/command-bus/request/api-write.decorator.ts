import { ApiProblems, Checks } from '@firstwrite/platform';
import { applyDecorators } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiResponse } from '@nestjs/swagger';
import type { z } from 'zod';
import { writeHeaders } from './request-headers';

export interface WriteDocumentation {
  readonly summary: string;
  /** Its status and its body. */
  readonly answer: readonly [status: number, body: z.ZodType];
  /** The codes of the refusals that are this operation's own. */
  readonly refusals?: readonly string[];
}

const headers = {
  'Consistency-Token': { description: 'copy it into a read, and the read sees this write', schema: { type: 'string' } },
  ETag: { description: 'the version', schema: { type: 'string' } },
} as const;

const refusalsOfEveryWrite = [
  'invalid-json',
  'invalid-request',
  'invalid-token',
  'version-conflict: If-Match is stale',
  'idempotency-key-reused',
  'overloaded',
  'outcome-unknown',
  'unavailable',
];

/** Documents a write and has its headers checked. The schema that checks its body documents the body. */
export function ApiWrite({ summary, answer: [status, body], refusals = [] }: WriteDocumentation): MethodDecorator {
  return applyDecorators(
    Checks(writeHeaders.check),
    ApiOperation({ summary }),
    ApiHeader({ name: 'Idempotency-Key', required: false, description: 'one effect for any number of sends' }),
    ApiHeader({ name: 'If-Match', required: false, description: 'the version that was seen, e.g. "7"' }),
    ApiResponse({ status, description: 'done, and durable', headers, standardSchema: body }),
    ApiProblems([...refusalsOfEveryWrite, ...refusals]),
  );
}
