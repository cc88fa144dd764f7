import { LocalClusterError } from './local-cluster-error';

const reasons: Readonly<Record<string, string>> = {
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

/** Turns what the operating system refused into one line a person can act on; every other error stays as it is. */
export function explainSystemError(error: unknown, dataDirectory: string): unknown {
  if (error instanceof LocalClusterError) return error;
  const { code = '', path, syscall = 'use' } = (error ?? {}) as NodeJS.ErrnoException;
  const reason = reasons[code];
  if (reason === undefined) return error;
  if (syscall.startsWith('spawn')) {
    return new LocalClusterError(
      'start-failed',
      `This user may not start PostgreSQL as another one (${syscall}: ${reason}): run as an ordinary user.`,
    );
  }
  return new LocalClusterError(
    'data-directory-unusable',
    `The data directory ${dataDirectory} cannot be used (${syscall} ${path ?? dataDirectory}: ${reason}): ` +
      'set FIRSTWRITE_DATA_DIR to a folder that this user can write to.',
  );
}
