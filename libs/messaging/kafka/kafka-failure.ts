import { BatchTooLargeError, LogUnavailableError, TopicMissingError } from '../errors';

/** The protocol's names of a failure: kafkajs wraps errors in errors, and each of them may have a name. */
export function failureTypes(error: unknown): readonly string[] {
  const types: string[] = [];
  let at: unknown = error;
  for (let depth = 0; at instanceof Error && depth < 10; depth += 1) {
    const { type, originalError, cause } = at as Error & { type?: unknown; originalError?: unknown };
    if (typeof type === 'string') types.push(type);
    types.push(at.name);
    at = cause ?? originalError;
  }
  return types;
}

/** Translates an error of kafkajs about this topic into an error of this library. */
export function explainFailure(error: unknown, topic: string): Error {
  if (error instanceof TopicMissingError || error instanceof BatchTooLargeError) return error;
  if (error instanceof LogUnavailableError) return error;
  const types = failureTypes(error);
  if (types.includes('UNKNOWN_TOPIC_OR_PARTITION')) return new TopicMissingError(topic);
  if (types.includes('MESSAGE_TOO_LARGE') || types.includes('RECORD_LIST_TOO_LARGE'))
    return new BatchTooLargeError(topic);
  return new LogUnavailableError(error instanceof Error ? error.message : String(error), error);
}
