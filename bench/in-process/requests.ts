/** What the child is asked for; each answer is one message. */
export type InProcessRequest =
  | { readonly kind: 'receive'; readonly skus: readonly string[] }
  | ({ readonly kind: 'load' } & CallersLoad)
  | { readonly kind: 'memory' };

/** Orders of one line, each with an idempotency key of its own, from callers that wait for their answer. */
export interface CallersLoad {
  readonly callers: number;
  /** Asked for uniformly. */
  readonly skus: readonly string[];
  /** Until so much time is over, or so many orders were placed, whichever comes first. */
  readonly seconds: number;
  readonly ordersMax?: number;
  /** Makes every key of this load its own. */
  readonly keyPrefix: string;
}

/** After a forced collection. */
export interface Memory {
  readonly rssBytes: number;
  readonly heapUsedBytes: number;
}

export type InProcessAnswer = { readonly result: unknown } | { readonly problem: string };
