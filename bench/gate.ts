import { Client } from 'pg';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/** What a cell must have done to the store. */
export interface GateOptions {
  readonly databaseUrl: string;
  /** Orders that were answered with 201 since the store was made. */
  readonly accepted: number;
  /** Orders that a load had sent and did not wait for when it ended: they may be there or not. */
  readonly unansweredMax: number;
}

/** The store is not what the answers promised: the cell is not reported. */
export class GateFailedError extends Error {}

/** Every accepted order is there, no other that was not sent, Σ decremented = orders, and the whole audit passes. @throws GateFailedError */
export async function passGate({ databaseUrl, accepted, unansweredMax }: GateOptions): Promise<void> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ units: string; orders: string }>(
      `select coalesce(sum((data->>'quantity')::bigint) filter (where type = 'StockDecremented'), 0) as units,
         count(*) filter (where type = 'OrderPlaced') as orders from event`,
    );
    const { units, orders } = rows[0] ?? {};
    const placed = Number(orders);
    if (placed < accepted || placed > accepted + unansweredMax || Number(units) !== placed) {
      throw new GateFailedError(`${accepted} accepted, but ${orders} orders and ${units} units in the store`);
    }
  } finally {
    await client.end();
  }
  const audit = spawnSync(
    process.execPath,
    [join(__dirname, '../apps/cli/main.js'), 'audit', '--wait-views-ms', '60000'],
    {
      env: { ...process.env, DATABASE_URL: databaseUrl },
      encoding: 'utf8',
    },
  );
  if (audit.status !== 0) throw new GateFailedError(`audit: ${audit.stderr || audit.stdout}`);
}
