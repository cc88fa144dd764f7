import { readFile } from 'node:fs/promises';
import { Client } from 'pg';
import { GateFailedError } from './gate-failed.error';

export interface RivalGateOptions {
  readonly databaseUrl: string;
  /** A query over the rival's own tables that returns one row of counts. */
  readonly gateFile: string;
  /** Orders that the load saw accepted, and their units. */
  readonly accepted: number;
  readonly units: number;
}

/** The row that every gate.sql returns. */
interface RivalCounts {
  /** Σ decremented. */
  readonly units: string | number;
  readonly orders: string | number;
  /** Orders or stock changes that are stored twice. */
  readonly doubled: string | number;
  /** SKUs below zero, or with a counter that differs from receipts − decrements. */
  readonly oversold: string | number;
  /** Streams with a gap in their versions. */
  readonly gaps: string | number;
}

/** @throws GateFailedError when the rival's tables do not hold what its answers promised */
export async function passRivalGate({ databaseUrl, gateFile, accepted, units }: RivalGateOptions): Promise<void> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query<RivalCounts>(await readFile(gateFile, 'utf8'));
    const [found] = rows;
    if (rows.length !== 1 || !found) throw new GateFailedError(`${gateFile} gave ${rows.length} rows`);
    const wanted = { orders: accepted, units, doubled: 0, oversold: 0, gaps: 0 };
    const wrong = Object.entries(wanted).filter(([name, value]) => Number(found[name as keyof RivalCounts]) !== value);
    if (wrong.length === 0) return;
    const faults = wrong.map(([name, value]) => `${name} ${found[name as keyof RivalCounts]} instead of ${value}`);
    throw new GateFailedError(faults.join(', '));
  } finally {
    await client.end();
  }
}
