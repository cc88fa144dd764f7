/** The database cannot be used as it is. The message is one line that says what to do. */
export class DatabaseNotReadyError extends Error {
  readonly code = 'database-not-ready';
}

/** Removes the password from a URL, for a message or a log. */
export function withoutPassword(url: string): string {
  return url.replace(/^(\w+:\/\/[^:/@]*):[^@]*@/, '$1:***@');
}

/**
 * Gives the reason of an error. A refused connection to a name with several addresses is an AggregateError without a
 * message.
 */
export function reasonOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(reasonOf).join('; ');
  return error instanceof Error ? error.message : String(error);
}
