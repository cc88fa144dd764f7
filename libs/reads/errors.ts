/** The freshness that was asked for was not reached in time; an older answer is not given. */
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

/** This build cannot fold an event of the entity, so the state of the entity is unknown. */
export class EntityUnreadableError extends Error {
  readonly code = 'unavailable';
  /** An operator has to act first. */
  readonly retryAfterSeconds = 60;
  constructor({ stream, version, type }: { readonly stream: string; readonly version: number; readonly type: string }) {
    super(`version ${version} of ${stream} (${type}) cannot be read by this build, so its state cannot be told`);
  }
}
