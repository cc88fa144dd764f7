/** The freshness that was asked for cannot be had in time; an older answer is not given. */
export class NotFreshEnoughError extends Error {
  readonly code = 'not-fresh-enough';
  readonly retryAfterSeconds = 1;
  constructor(waitedMs: number) {
    super(`the view did not become as fresh as asked for within ${waitedMs} ms`);
  }
}

/** The views cannot be read now; safe to repeat. */
export class ReadUnavailableError extends Error {
  readonly code = 'unavailable';
  readonly retryAfterSeconds = 1;
  constructor(cause: unknown) {
    super('the views cannot be read now', { cause });
  }
}
