import autocannon from 'autocannon';

export interface LoadOptions {
  readonly address: string;
  readonly connections: number;
  readonly seconds: number;
  /** The SKU of the next order. */
  readonly nextSku: () => string;
  /** Sent at this rate, whatever is answered; absent: as fast as they are answered. */
  readonly rate?: number;
  /** Makes every key of this load its own. */
  readonly keyPrefix: string;
}

export interface LoadResult {
  readonly ordersPerSecond: number;
  readonly accepted: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

/** An order was answered by something else than 201: the cell measures nothing. */
export class LoadFailedError extends Error {}

/** Places orders of one line, each with its own Idempotency-Key, as fast as they are answered. */
export async function placeOrders(options: LoadOptions): Promise<LoadResult> {
  const { address, connections, seconds, nextSku, keyPrefix, rate } = options;
  let sent = 0;
  const result = await autocannon({
    url: address,
    connections,
    duration: seconds,
    ...(rate !== undefined && { overallRate: rate }),
    requests: [
      {
        method: 'POST',
        path: '/v1/orders',
        setupRequest: (request) => ({
          ...request,
          headers: { 'content-type': 'application/json', 'idempotency-key': `${keyPrefix}-${(sent += 1)}` },
          body: `{"currency":"EUR","lines":[{"sku":"${nextSku()}","quantity":1,"unitPrice":1999}]}`,
        }),
      },
    ],
  });
  const refused = result.non2xx + result.errors + result.timeouts;
  if (refused > 0) throw new LoadFailedError(`${refused} of ${result.requests.total} orders were not answered by 201`);
  return {
    ordersPerSecond: result['2xx'] / result.duration,
    accepted: result['2xx'],
    p50Ms: result.latency.p50,
    p99Ms: result.latency.p99,
  };
}
