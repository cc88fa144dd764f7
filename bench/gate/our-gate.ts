import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { Client } from 'pg';
import { GateFailedError } from './gate-failed.error';

/** What our store must hold after a cell. */
export interface OurGateOptions {
  readonly databaseUrl: string;
  /** Orders that were answered with 201 since the store was created, and their units. */
  readonly accepted: number;
  readonly units: number;
  /** The program `firstwrite`. */
  readonly cli: string;
}

const countsSql = `
select count(*) filter (where type = 'OrderPlaced')::integer as orders,
  coalesce(sum((data->>'quantity')::integer) filter (where type = 'StockDecremented'), 0)::integer as units
from event`;

interface Counts {
  readonly orders: number;
  readonly units: number;
}

/**
 * Proves that the store has every accepted order and no other, that Σ decremented = Σ accepted, and that the whole
 * audit passes.
 * @throws GateFailedError
 */
export async function passOurGate({ databaseUrl, accepted, units, cli }: OurGateOptions): Promise<void> {
  const found = await countsOf(databaseUrl);
  if (found.orders !== accepted || found.units !== units) {
    throw new GateFailedError(
      `${accepted} orders of ${units} units were accepted; ${found.orders} of ${found.units} are in the store`,
    );
  }
  await passAudit(databaseUrl, cli);
}

async function countsOf(databaseUrl: string): Promise<Counts> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query<Counts>(countsSql);
    return rows[0] ?? { orders: 0, units: 0 };
  } finally {
    await client.end();
  }
}

/** Runs the audit: streams are dense, no order is stored twice, no stock is below zero, and the views are the fold. */
async function passAudit(databaseUrl: string, cli: string): Promise<void> {
  const audit = spawn(process.execPath, [cli, 'audit', '--wait-views-ms', '60000'], {
    env: { ...process.env, DATABASE_URL: databaseUrl },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [output, errors] = await Promise.all([text(audit.stdout), text(audit.stderr), once(audit, 'exit')]);
  if (audit.exitCode !== 0) throw new GateFailedError(`audit: ${(errors || output).trim()}`);
}
