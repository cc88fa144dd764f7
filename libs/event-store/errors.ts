/**
 * Why an append wrote nothing, or may have written all of it:
 * - `fence`: a stream was no longer at the expected version
 * - `confirm`: a stream that a decision rested on has changed
 * - `key`: another command with the same idempotency key was first
 * - `deadlock`, `lock-timeout`: another writer was in the way
 * - `data`: the database cannot keep a value of the batch
 * - `promoted`: the store is another incarnation now; whatever is remembered of the former one may be lost
 * - `superseded`: a guard failed; this process is no longer the owner
 * - `unavailable`: nothing was sent, or the server refused the whole statement
 * - `unknown`: the connection was lost while the append was being committed, or the wait for a synchronous standby was
 *   cancelled
 */
export type AppendFailure =
  | 'fence'
  | 'confirm'
  | 'key'
  | 'deadlock'
  | 'lock-timeout'
  | 'data'
  | 'promoted'
  | 'superseded'
  | 'unavailable'
  | 'unknown';

/**
 * An append that did not succeed. Unless `failure` is `unknown`, nothing was written and the batch may be decided
 * again.
 */
export class AppendError extends Error {
  readonly code = 'append-failed';
  constructor(
    readonly failure: AppendFailure,
    detail: string,
    cause?: unknown,
  ) {
    super(`append: ${failure}: ${detail}`, { cause });
  }
}

/** The database cannot be reached or refuses work now; nothing was changed; safe to repeat. */
export class StoreUnavailableError extends Error {
  readonly code = 'unavailable';
  constructor(cause: unknown) {
    super(`the event store is unavailable: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}
