import { ApiProblems } from '@firstwrite/platform';
import { applyDecorators } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiParam, ApiQuery, ApiResponse } from '@nestjs/swagger';
import { z } from 'zod';
import type { ReadSchema } from './read-request';

export interface ReadDocumentation {
  readonly summary: string;
  readonly takes: ReadSchema<z.ZodRawShape, z.ZodRawShape>;
  readonly body: z.ZodType;
  /** One thing that may not exist, or a list. */
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

/** Documents a read with the schemas that check it. */
export function ApiRead({ summary, takes, body, answers }: ReadDocumentation): MethodDecorator {
  const isEntity = answers === 'entity';
  const refusalsOfIt = isEntity ? ['not-found'] : ['invalid-cursor', 'not-fresh-enough'];
  return applyDecorators(
    ApiOperation({ summary }),
    ...parametersOf(takes.path).map(({ name, schema }) => ApiParam({ name, schema })),
    ...parametersOf(takes.query).map((parameter) => ApiQuery(parameter)),
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

function parametersOf(shape: z.ZodRawShape) {
  return Object.entries(shape).map(([name, field]) => {
    const converted = z.toJSONSchema(field, { io: 'input', unrepresentable: 'any' });
    const { $schema: _, description, ...rest } = converted;
    const schema: object = rest;
    return { name, required: false, schema, ...(description !== undefined && { description }) };
  });
}
