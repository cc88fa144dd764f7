/** The requests to the child; each answer is one message. */
export type InProcessRequest =
  | { readonly kind: 'receive'; readonly skus: readonly string[] }
  | ({ readonly kind: 'load' } & CallersLoad)
  | { readonly kind: 'memory' };

/** Orders of one line, each with an idempotency key of its own, from callers that wait for their answer. */
export interface CallersLoad {
  readonly callers: number;
  /** The SKUs of the orders, each equally likely. */
  readonly skus: readonly string[];
  /** The load ends after this time, or after `ordersMax` orders, whichever comes first. */
  readonly seconds: number;
  readonly ordersMax?: number;
  /** A prefix that makes the keys of this load unique. */
  readonly keyPrefix: string;
}

/** The memory after a forced garbage collection. */
export interface Memory {
  readonly rssBytes: number;
  readonly heapUsedBytes: number;
}

export type InProcessAnswer = { readonly result: unknown } | { readonly problem: string };
