/** What a code means, when it comes and what to do: served at `/problems/{code}`. */
export interface ProblemKind {
  readonly status: number;
  readonly title: string;
  readonly when: string;
  readonly action: string;
}

/** Every code that an answer can carry. One place: a code that is not here is a defect and becomes `internal`. */
export const problemCatalogue = {
  'invalid-json': {
    status: 400,
    title: 'The body is not JSON',
    when: 'The body cannot be parsed.',
    action: 'Send valid JSON.',
  },
  'invalid-request': {
    status: 400,
    title: 'The request breaks the rules of its fields',
    when: 'A field, parameter or header is missing, unknown or out of range; `errors` names every fault.',
    action: 'Correct each place named; pointers are RFC 6901.',
  },
  'invalid-token': {
    status: 400,
    title: 'The Consistency-Token is broken or foreign',
    when: 'The token was changed, or comes from another store.',
    action: 'Copy the header unchanged from a reply of this service, or leave it out.',
  },
  'invalid-cursor': {
    status: 400,
    title: 'The cursor is broken or belongs to another list',
    when: 'The cursor was changed, or is used with other filters than it was made with.',
    action: 'Start again without a cursor, or repeat the filters.',
  },
  'not-found': {
    status: 404,
    title: 'There is no such resource',
    when: 'Nothing is at this path.',
    action: 'Check the path and the identifier.',
  },
  'method-not-allowed': {
    status: 405,
    title: 'The resource does not have this method',
    when: 'The path exists, but not with this method.',
    action: 'Use a method that `Allow` names.',
  },
  'insufficient-stock': {
    status: 409,
    title: 'Not enough units',
    when: 'An order or adjustment asks for more than is available; `shortages` names every item.',
    action: 'Ask for less, or wait for a receipt. Nothing was taken.',
  },
  'version-conflict': {
    status: 409,
    title: 'Somebody else was first',
    when: 'The version that was decided on is no longer current; `conflicts` has the current one and the unseen events. 412 when If-Match said so.',
    action: 'Look at what happened and decide again.',
  },
  'illegal-transition': {
    status: 409,
    title: 'The order cannot be changed so',
    when: "The order's status (`orderStatus`) does not permit the action; `allowed` lists those it permits.",
    action: 'Choose an allowed action.',
  },
  'product-exists': {
    status: 409,
    title: 'The product exists',
    when: 'A product with this SKU was created before.',
    action: 'Change it with PATCH.',
  },
  'request-in-flight': {
    status: 409,
    title: 'The same request is still being decided',
    when: 'An earlier request with this Idempotency-Key has not ended within the wait limit.',
    action: 'Send it again with the same key.',
  },
  'body-too-large': {
    status: 413,
    title: 'The body is too large',
    when: 'The body is over 1 MiB.',
    action: 'Send less, in several requests.',
  },
  'uri-too-long': {
    status: 414,
    title: 'The URI is too long',
    when: 'The URI is over 8,000 bytes.',
    action: 'Shorten it.',
  },
  'unsupported-media-type': {
    status: 415,
    title: 'The media type is not supported',
    when: 'The body is not application/json (or application/merge-patch+json for PATCH).',
    action: 'Set Content-Type.',
  },
  'idempotency-key-reused': {
    status: 422,
    title: 'The Idempotency-Key was used with another request',
    when: 'The same key came with another body.',
    action: 'Use a new key for a new request.',
  },
  overloaded: {
    status: 429,
    title: 'Too many commands are waiting',
    when: 'The queue of commands is full to 0.8 and not yet down to 0.6 again.',
    action: 'Wait for Retry-After and send it again.',
  },
  'headers-too-large': {
    status: 431,
    title: 'The headers are too large',
    when: 'The headers are over 16 KiB.',
    action: 'Send fewer or shorter headers.',
  },
  internal: {
    status: 500,
    title: 'A defect',
    when: 'The service met a case that it does not know.',
    action: 'Report the request id in `instance`. The same Idempotency-Key may be sent again.',
  },
  'outcome-unknown': {
    status: 503,
    title: 'It is not known whether the write was done',
    when: 'The connection was lost while the command was being committed.',
    action: 'Send the same request with the same Idempotency-Key: that settles it. Without one, look at `orderId`.',
  },
  'not-fresh-enough': {
    status: 503,
    title: 'The views are behind what was asked for',
    when: 'The freshness asked for was not reached within the wait limit.',
    action: 'Wait for Retry-After, or ask for a weaker Consistency.',
  },
  unavailable: {
    status: 503,
    title: 'The service cannot do this now',
    when: 'The database cannot be reached, the service is stopping, or it cannot read what the resource is made of. Nothing was written.',
    action: 'Wait for Retry-After and send it again.',
  },
} as const satisfies Record<string, ProblemKind>;

/** What a problem is called in the API: stable, and the last segment of its `type`. */
export type ProblemCode = keyof typeof problemCatalogue;

/** Whether the catalogue describes a code that came from outside. */
export function isProblemCode(code: unknown): code is ProblemCode {
  return typeof code === 'string' && Object.hasOwn(problemCatalogue, code);
}
