import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { request } from 'undici';
import { setTimeout as sleep } from 'node:timers/promises';

export interface LagOptions {
  readonly address: string;
  readonly databaseUrl: string;
  readonly seconds: number;
}

export interface Lag {
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly samples: number;
}

const PROBE_EVERY_MS = 15;
const LOST_MS = 10_000;

/**
 * From an order's answer to its row in the view: places an order, and then asks the database for its row again and again, beside whatever
 * else is going on. The database is asked about once a millisecond, so that is how exact it is.
 */
export async function measureLag({ address, databaseUrl, seconds }: LagOptions): Promise<Lag> {
  const database = new Client({ connectionString: databaseUrl });
  await database.connect();
  const lags: number[] = [];
  const endMs = performance.now() + seconds * 1_000;
  try {
    while (performance.now() < endMs) {
      lags.push(await probe(address, database));
      await sleep(PROBE_EVERY_MS);
    }
  } finally {
    await database.end();
  }
  lags.sort((a, b) => a - b);
  const at = (share: number) => lags[Math.min(lags.length - 1, Math.floor(share * lags.length))] ?? Number.NaN;
  return { p50Ms: at(0.5), p99Ms: at(0.99), samples: lags.length };
}

async function probe(address: string, database: Client): Promise<number> {
  const { statusCode, body } = await request(`${address}/v1/orders`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': randomUUID() },
    body: JSON.stringify({ currency: 'EUR', lines: [{ sku: 'HOT', quantity: 1, unitPrice: 1_999 }] }),
  });
  const { orderId } = (await body.json()) as { orderId?: string };
  if (statusCode !== 201) throw new Error(`a probe was answered with ${statusCode}`);
  const answeredAtMs = performance.now();
  const query = { name: 'row', text: 'select 1 from order_view where order_id = $1', values: [orderId] };
  while ((await database.query(query)).rowCount === 0) {
    if (performance.now() - answeredAtMs > LOST_MS) throw new Error(`order ${orderId} is not in its view`);
    await sleep(1);
  }
  return performance.now() - answeredAtMs;
}
