import { ApiExtension, type OpenAPIObject } from '@nestjs/swagger';
import type { ProblemCatalogue } from './problem-catalogue';

/** Documents what an operation may refuse: by codes, whose statuses the application's catalogue knows (`ProblemCatalogue.statusOf`). */
export function ApiProblems(refusals: readonly string[]): MethodDecorator {
  return ApiExtension('x-refusals', [...refusals]) as MethodDecorator;
}

/** Puts the responses in place of the codes that {@link ApiProblems} left in a document. @throws Error for a code that is in no catalogue */
export function documentRefusals({ paths }: OpenAPIObject, problems: ProblemCatalogue): void {
  for (const operation of Object.values(paths).flatMap((path) => Object.values(path) as Operation[])) {
    const { 'x-refusals': refusals = [] } = operation;
    delete operation['x-refusals'];
    for (const status of new Set(refusals.map((refusal) => problems.statusOf(refusal)))) {
      const named = refusals.filter((refusal) => problems.statusOf(refusal) === status);
      operation.responses[status] = { description: `problem: ${named.join(', ')}` };
    }
  }
}

interface Operation {
  'x-refusals'?: readonly string[];
  readonly responses: Record<string, object>;
}
