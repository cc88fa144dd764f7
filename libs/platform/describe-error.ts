import { isNativeError } from 'node:util/types';

/**
 * Describes an error in one line, without its stack trace. An empty message of Node's is replaced by the error's code.
 */
export function describeError(error: unknown): string {
  if (!isNativeError(error)) return String(error);
  const text = error.message || errorCode(error) || error.name;
  return text.replaceAll(/\s*\r?\n\s*/g, ' ').trim();
}

/** Returns the code that Node and undici give their errors, such as ECONNREFUSED; undefined if there is none. */
export function errorCode(error: unknown): string | undefined {
  return isNativeError(error) && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
