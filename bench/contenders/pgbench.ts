import { execFile, spawnSync } from 'node:child_process';
import { promisify } from 'node:util';
import { LoadFailedError, type LoadResult } from '../load/load-result';

const run = promisify(execFile);

export interface PgbenchOptions {
  readonly databaseUrl: string;
  readonly script: string;
  readonly seconds: number;
}

/** Why pgbench cannot be used here; undefined: it can. */
export function pgbenchAbsence(): string | undefined {
  return spawnSync('pgbench', ['--version']).error ? 'there is no pgbench in the PATH' : undefined;
}

/** Runs a rival's script with pgbench: 32 clients on two threads, prepared statements. */
export async function runPgbench({ databaseUrl, script, seconds }: PgbenchOptions): Promise<LoadResult> {
  const settings = ['-n', '-M', 'prepared', '-c', '32', '-j', '2', '-T', String(Math.ceil(seconds))];
  const { stdout } = await run('pgbench', [...settings, '-f', script, databaseUrl]);
  return parsePgbench(stdout);
}

/**
 * Reads pgbench's report; each transaction is an order of one unit. @throws LoadFailedError when a transaction failed
 */
export function parsePgbench(output: string): LoadResult {
  const numberAfter = (pattern: RegExp) => {
    const found = pattern.exec(output)?.[1];
    return found === undefined ? undefined : Number(found);
  };
  const ordersPerSecond = numberAfter(/^tps = ([\d.]+)/m);
  const accepted = numberAfter(/^number of transactions actually processed: (\d+)/m);
  const failed = numberAfter(/^number of failed transactions: (\d+)/m) ?? 0;
  if (ordersPerSecond === undefined || accepted === undefined) {
    throw new LoadFailedError(`pgbench reported no rate: ${output.slice(0, 300)}`);
  }
  if (failed > 0) throw new LoadFailedError(`${failed} of pgbench's transactions failed`);
  return { ordersPerSecond, accepted, units: accepted, conflicts: 0 };
}
