import { StandardSchemaValidationPipe, type ArgumentMetadata } from '@nestjs/common';
import { InvalidRequestError, placesOf, pointerOf, type Fault, type Issue } from '../problems/invalid-request.error';

/** Checks bodies, path and query parameters against the zod schema of their decorator; every fault at once. */
export class ValidationPipe extends StandardSchemaValidationPipe {
  override async transform<Value = unknown>(value: Value, metadata: ArgumentMetadata): Promise<Value> {
    const { schema } = metadata;
    if (!schema) return value;
    const result = await schema['~standard'].validate(value);
    if (!result.issues) return result.value as Value;
    throw new InvalidRequestError(result.issues.flatMap((issue) => faultsOf(issue as Issue, metadata)));
  }
}

/** A place in a body is a pointer, in the path or query a parameter. */
function faultsOf(issue: Issue, { type, data }: ArgumentMetadata): Fault[] {
  return placesOf(issue).map(({ path, detail }) =>
    type === 'body' ? { pointer: pointerOf(path), detail } : { parameter: String(data ?? path[0] ?? ''), detail },
  );
}
