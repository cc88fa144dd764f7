import { ApiProblems, Checks, noQuery } from '@firstwrite/platform';
import { applyDecorators } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiResponse } from '@nestjs/swagger';
import type { z } from 'zod';
import { readHeaders } from './read-request';

export interface ReadDocumentation {
  readonly summary: string;
  readonly body: z.ZodType;
  /** `entity`: one thing that may not exist, read without a query. `list`: a page of items. */
  readonly answers: 'entity' | 'list';
}

const answered = {
  Consistency: { description: 'the level that was served', schema: { type: 'string' } },
  'Consistency-Token': {
    description: 'copy it into a later request, and nothing older is answered',
    schema: { type: 'string' },
  },
  'Served-By': { description: 'the node that answered', schema: { type: 'string' } },
  'Staleness-Ms': {
    description: 'how long the first event that the answer does not show has been recorded; 0: it shows all',
    schema: { type: 'integer' },
  },
} as const;
const etag = { ETag: { description: 'the version', schema: { type: 'string' } } } as const;

/** Documents a read and has its headers checked. The schemas that check its path and its query document them. */
export function ApiRead({ summary, body, answers }: ReadDocumentation): MethodDecorator {
  const isEntity = answers === 'entity';
  const refusalsOfIt = isEntity ? ['not-found'] : ['invalid-cursor', 'not-fresh-enough'];
  return applyDecorators(
    Checks(readHeaders.check, ...(isEntity ? [noQuery] : [])),
    ApiOperation({ summary }),
    ApiHeader({
      name: 'Consistency',
      required: false,
      description: 'strong | bounded; max-ms=<n> | read-your-writes | eventual; default eventual',
    }),
    ApiHeader({ name: 'Consistency-Token', required: false, description: 'of any earlier reply: read your writes' }),
    ...(isEntity ? [ApiHeader({ name: 'If-None-Match', required: false, description: 'a version, e.g. "7"' })] : []),
    ApiResponse({
      status: 200,
      description: 'found',
      headers: { ...answered, ...(isEntity && etag) },
      standardSchema: body,
    }),
    ...(isEntity ? [ApiResponse({ status: 304, description: 'the caller has this version' })] : []),
    ApiProblems(['invalid-request', 'invalid-token', ...refusalsOfIt, 'unavailable']),
  );
}
