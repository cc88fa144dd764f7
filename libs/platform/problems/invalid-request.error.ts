import type { z } from 'zod';

/** A place in a request and the fault there. A pointer (RFC 6901) points into the body. */
export type Fault = { readonly detail: string } & (
  { readonly pointer: string } | { readonly parameter: string } | { readonly header: string }
);

/** A hostile body can have a hundred thousand faults; a caller needs only the first ones. */
const FAULTS_MAX = 1_000;

/** The request breaks the rules of its fields; `errors` names every fault. */
export class InvalidRequestError extends Error {
  readonly code = 'invalid-request';
  readonly errors: readonly Fault[];
  constructor(faults: readonly Fault[]) {
    super('the request breaks the rules of its fields');
    this.errors = faults.slice(0, FAULTS_MAX);
  }
}

/** Returns the JSON pointer (RFC 6901) of a path. */
export function pointerOf(path: readonly PropertyKey[]): string {
  return path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/** A validation issue, as zod reports it directly or through Standard Schema. */
export type Issue = Pick<z.core.$ZodIssue, 'message' | 'path'> & {
  readonly keys?: readonly string[];
  readonly code?: string;
};

/** Returns the places and faults of a validation issue; each unknown field is a fault of its own. */
export function placesOf({ path, message, keys, code }: Issue): { path: readonly PropertyKey[]; detail: string }[] {
  if (code === 'unrecognized_keys' && keys)
    return keys.map((key) => ({ path: [...path, key], detail: 'unknown field' }));
  return [{ path, detail: message }];
}
