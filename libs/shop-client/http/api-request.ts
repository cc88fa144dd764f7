/** A POST that may be sent again: the key identifies it. */
export interface ApiRequest {
  /** From the service's root, like `/v1/orders`. */
  readonly path: string;
  readonly idempotencyKey: string;
  /** JSON, made once, however often it is sent. */
  readonly body: string;
}

/** The parts of the service's answer that a bulk client needs. */
export interface ApiReply {
  readonly status: number;
  /** The service had handled the request before: `Idempotency-Replayed: true`. */
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

/** Reads a problem; a body that is not one, maybe from a proxy, gives an empty problem. */
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
