/** What keeps a local server from running; stable, so that programs go by it and not by the message. */
export type LocalClusterErrorCode =
  | 'binaries-missing'
  | 'data-directory-closed'
  | 'data-directory-in-use'
  | 'data-directory-missing'
  | 'data-directory-unusable'
  | 'data-directory-version'
  | 'download-failed'
  | 'restarts-exhausted'
  | 'start-failed'
  | 'tools-missing';

/**
 * Says in one line why a local server cannot run and what to do about it.
 * `code` is stable; `details` holds the last lines the server wrote, when it wrote any.
 */
export class LocalClusterError extends Error {
  override readonly name = 'LocalClusterError';

  constructor(
    readonly code: LocalClusterErrorCode,
    message: string,
    readonly details: readonly string[] = [],
  ) {
    super(message);
  }
}
