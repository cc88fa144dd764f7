/** The reason why a local server does not run. Codes are stable: a program compares them, never the message. */
export type LocalServerErrorCode =
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
 * Says in one line why a local server cannot run, and how to fix that.
 * `code` is stable. `details` has the last lines that the server wrote.
 */
export class LocalServerError extends Error {
  override readonly name = 'LocalServerError';

  constructor(
    readonly code: LocalServerErrorCode,
    message: string,
    readonly details: readonly string[] = [],
  ) {
    super(message);
  }
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'operation not permitted',
  EROFS: 'the file system is read-only',
  ENOSPC: 'no space is left on the device',
  ENOTDIR: 'part of the path is not a directory',
};

export function hasCode(error: unknown, ...codes: readonly string[]): boolean {
  const code = (error as NodeJS.ErrnoException | undefined)?.code;
  return code !== undefined && codes.includes(code);
}

/** Explains an error of the operating system in one line, with its remedy. Every other error is returned as it is. */
export function explainSystemError(error: unknown, dataDirectory: string): unknown {
  if (error instanceof LocalServerError) return error;
  const { code = '', path, syscall = 'use' } = (error ?? {}) as NodeJS.ErrnoException;
  const reason = REASONS[code];
  if (reason === undefined) return error;
  if (syscall.startsWith('spawn')) {
    return new LocalServerError(
      'start-failed',
      `This user cannot start PostgreSQL as another user (${syscall}: ${reason}): run as an ordinary user.`,
    );
  }
  return new LocalServerError(
    'data-directory-unusable',
    `The data directory ${dataDirectory} cannot be used (${syscall} ${path ?? dataDirectory}: ${reason}): ` +
      'set FIRSTWRITE_DATA_DIR to a folder that this user can write to.',
  );
}
