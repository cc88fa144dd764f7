/** A POST that may be sent again: the key says that it is the same one. */
export interface ApiRequest {
  /** From the service's root, like `/v1/orders`. */
  readonly path: string;
  readonly idempotencyKey: string;
  /** JSON, made once, however often it is sent. */
  readonly body: string;
}

/** What the service answered, as far as a client that sends in bulk needs it. */
export interface ApiReply {
  readonly status: number;
  /** The service had done it before: `Idempotency-Replayed: true`. */
  readonly replayed: boolean;
  readonly retryAfter?: string;
  /** Of an error: the catalogue's code and its explanation. */
  readonly problem?: Problem;
}

/** The members of an `application/problem+json` body that are shown to the user. */
export interface Problem {
  readonly code?: string;
  readonly detail?: string;
}

/** Reads a problem; a body that is none, from a proxy maybe, is an empty one. */
export function parseProblem(body: string): Problem {
  try {
    const parsed: unknown = JSON.parse(body);
    if (typeof parsed !== 'object' || parsed === null) return {};
    const { code, detail } = parsed as Record<string, unknown>;
    return { ...(typeof code === 'string' && { code }), ...(typeof detail === 'string' && { detail }) };
  } catch {
    return {};
  }
}
