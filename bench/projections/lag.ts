import { randomUUID } from 'node:crypto';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { Pool } from 'undici';
import { prefer } from '../in-process/prefer';

export interface LagOptions {
  readonly address: string;
  readonly databaseUrl: string;
  readonly sku: string;
  /** The probes end after so many samples, or after so many seconds. */
  readonly samplesMax: number;
  readonly seconds: number;
}

export interface Lag {
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly samples: number;
  /** How late this process itself was at its timers. The lag cannot be measured more exactly than that. */
  readonly probeDelayP99Ms: number;
}

/** Each probe places one order at a time, and waits for its row. */
const PROBES = 4;
const PROBE_EVERY_MS = 5;
const LOST_MS = 10_000;
const NS_PER_MS = 1_000_000;

/**
 * Measures the time from an order's answer to its row in the view. A probe places an order and then asks the database
 * for its row about once a millisecond, which limits the exactness. Other load may run at the same time.
 */
export async function measureLag(options: LagOptions): Promise<Lag> {
  prefer(process.pid);
  const lags: number[] = [];
  let begun = 0;
  const endMs = performance.now() + options.seconds * 1_000;
  const http = new Pool(options.address, { connections: PROBES });
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const probes = async (): Promise<void> => {
    const database = await connect(options.databaseUrl);
    try {
      while (performance.now() < endMs && begun < options.samplesMax) {
        begun += 1;
        lags.push(await probe(http, database, options.sku));
        await sleep(PROBE_EVERY_MS);
      }
    } finally {
      await database.end();
    }
  };
  try {
    await Promise.all(Array.from({ length: PROBES }, probes));
  } finally {
    await http.close();
  }
  lags.sort((a, b) => a - b);
  const at = (share: number) => lags[Math.min(lags.length - 1, Math.floor(share * lags.length))] ?? Number.NaN;
  return { p50Ms: at(0.5), p99Ms: at(0.99), samples: lags.length, probeDelayP99Ms: delay.percentile(99) / NS_PER_MS };
}

/** Raises the priority of the server process of the probe's connection: the server runs on this machine. */
async function connect(connectionString: string): Promise<Client> {
  const database = new Client({ connectionString });
  await database.connect();
  const { rows } = await database.query<{ pid: number }>('select pg_backend_pid() as pid');
  if (rows[0]) prefer(rows[0].pid);
  return database;
}

async function probe(http: Pool, database: Client, sku: string): Promise<number> {
  const { statusCode, body } = await http.request({
    path: '/v1/orders',
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': randomUUID() },
    body: JSON.stringify({ currency: 'EUR', lines: [{ sku, quantity: 1, unitPrice: 1_999 }] }),
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
