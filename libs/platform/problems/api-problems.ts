import { ApiExtension, type OpenAPIObject } from '@nestjs/swagger';
import type { ProblemCatalogue } from './problem-catalogue';

/**
 * Documents the refusals of an operation, each named as `ProblemCatalogue.statusOf` takes it; `describeApi` finds the
 * statuses.
 */
export function ApiProblems(refusals: readonly string[]): MethodDecorator {
  return ApiExtension('x-refusals', [...refusals]) as MethodDecorator;
}

/**
 * Replaces the refusals that {@link ApiProblems} left in a document by responses.
 * @throws Error for an unknown refusal
 */
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
