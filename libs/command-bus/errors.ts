/** The lane is full; nothing was decided. Safe to send again after `retryAfterSeconds`. */
export class LaneFullError extends Error {
  readonly code = 'overloaded';
  readonly retryAfterSeconds = 1;
  constructor(waiting: number) {
    super(`${waiting} commands are waiting`);
  }
}

/** Nothing was written; safe to send again. */
export class CommandUnavailableError extends Error {
  readonly code = 'unavailable';
  readonly retryAfterSeconds = 1;
  constructor(detail: string, cause?: unknown) {
    super(detail, { cause });
  }
}

/** The connection was lost while the command was being committed. To learn its outcome, send the same request again. */
export class OutcomeUnknownError extends Error {
  readonly code = 'outcome-unknown';
  readonly retryAfterSeconds = 1;
  constructor(
    /** Identifies the resource that the command is about, by members of the problem. */
    readonly subject: Readonly<Record<string, string>> | undefined,
    cause: unknown,
  ) {
    super('the connection was lost while the command was being committed', { cause });
  }
}

/** The same idempotency key came with another request. */
export class IdempotencyKeyReusedError extends Error {
  readonly code = 'idempotency-key-reused';
  constructor() {
    super('this Idempotency-Key was used with another request');
  }
}

/** A request with this key was still being decided at the end of the wait limit. */
export class RequestInFlightError extends Error {
  readonly code = 'request-in-flight';
  readonly retryAfterSeconds = 1;
  constructor() {
    super('a request with this Idempotency-Key is still being decided');
  }
}

/** The database refused a value of this command: a gap in the validation. */
export class UnstorableCommandError extends Error {
  readonly code = 'unstorable';
  constructor(cause: unknown) {
    super(`the database cannot keep a value of this command`, { cause });
  }
}
