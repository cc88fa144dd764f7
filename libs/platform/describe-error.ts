import { isNativeError } from 'node:util/types';

/** One line that says what went wrong, never a stack trace; a message that Node leaves empty becomes the error's code. */
export function describeError(error: unknown): string {
  if (!isNativeError(error)) return String(error);
  const text = error.message || errorCode(error) || error.name;
  return text.replaceAll(/\s*\r?\n\s*/g, ' ').trim();
}

/** The code that Node and undici give their errors, like ECONNREFUSED; undefined where there is none. */
export function errorCode(error: unknown): string | undefined {
  return isNativeError(error) && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
