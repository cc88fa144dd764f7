/** The database cannot serve as it is; the message is one line that says what to do. */
export class DatabaseNotReadyError extends Error {
  readonly code = 'database-not-ready';
}

/** A URL without its password, fit for a message or a log. */
export function withoutPassword(url: string): string {
  return url.replace(/^(\w+:\/\/[^:/@]*):[^@]*@/, '$1:***@');
}

/** A refused connection to a name with several addresses comes as an AggregateError without a message. */
export function reasonOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(reasonOf).join('; ');
  return error instanceof Error ? error.message : String(error);
}
