import type { InvalidRequestError } from './invalid-request.error';
import type { ProblemKind } from './problem-kind';

/** What an error becomes that has no kind. */
export const defect = {
  code: 'internal',
  status: 500,
  title: 'A defect',
  when: 'The service met a case that it does not know.',
  action: 'Report the request id in `instance`. The same Idempotency-Key may be sent again.',
} as const satisfies ProblemKind;

/** The problems that every HTTP application can answer with, whatever it serves. */
export const platformProblems = [
  {
    code: 'invalid-json',
    status: 400,
    title: 'The body is not JSON',
    when: 'The body cannot be parsed.',
    action: 'Send valid JSON.',
  },
  {
    code: 'invalid-request',
    status: 400,
    title: 'The request breaks the rules of its fields',
    when: 'A field, parameter or header is missing, unknown or out of range; `errors` names every fault.',
    action: 'Correct each place named; pointers are RFC 6901.',
    members: (error: InvalidRequestError | OneFault) => ({
      errors: 'errors' in error ? error.errors : [{ pointer: error.pointer, detail: error.detail }],
    }),
  },
  {
    code: 'not-found',
    status: 404,
    title: 'There is no such resource',
    when: 'Nothing is at this path.',
    action: 'Check the path and the identifier.',
  },
  {
    code: 'method-not-allowed',
    status: 405,
    title: 'The resource does not have this method',
    when: 'The path exists, but not with this method.',
    action: 'Use a method that `Allow` names.',
  },
  {
    code: 'body-too-large',
    status: 413,
    title: 'The body is too large',
    when: 'The body is over 1 MiB.',
    action: 'Send less, in several requests.',
  },
  {
    code: 'uri-too-long',
    status: 414,
    title: 'The URI is too long',
    when: 'The URI is over 8,000 bytes.',
    action: 'Shorten it.',
  },
  {
    code: 'unsupported-media-type',
    status: 415,
    title: 'The media type is not supported',
    when: 'The body is not application/json (or application/merge-patch+json for PATCH).',
    action: 'Set Content-Type.',
  },
  {
    code: 'headers-too-large',
    status: 431,
    title: 'The headers are too large',
    when: 'The headers are over 16 KiB.',
    action: 'Send fewer or shorter headers.',
  },
  defect,
  {
    code: 'unavailable',
    status: 503,
    title: 'The service cannot do this now',
    when: 'The database cannot be reached, the service is stopping, or it cannot read what the resource is made of. Nothing was written.',
    action: 'Wait for Retry-After and send it again.',
  },
] as const satisfies readonly ProblemKind[];

/** A code of {@link platformProblems}. */
export type PlatformProblemCode = (typeof platformProblems)[number]['code'];

/** An `invalid-request` that a rule of a domain found: one place. */
interface OneFault extends Error {
  readonly pointer: string;
  readonly detail: string;
}
