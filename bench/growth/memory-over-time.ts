import { Client } from 'pg';
import { passOurGate } from '../gate/our-gate';
import { createDatabase, dropDatabase } from '../ground';
import { InProcessChild } from '../in-process/in-process-child';
import type { Memory } from '../in-process/requests';
import type { Bench } from '../metric';
import { untilCaughtUp } from '../projections/checkpoints';
import { program } from '../repository';
import { uniform } from '../workloads/spread';

const DATABASE = 'p14';
const SAMPLES = 10;
/** Many callers make large batches: the number of orders counts here, not the latency of each. */
const CALLERS = 512;
/** Never reached: `ordersMax` ends each load. */
const SECONDS_MAX = 10_800;

export interface MemorySample extends Memory {
  /** Orders that were placed until then. */
  readonly orders: number;
}

export interface MemoryRun {
  readonly samples: readonly MemorySample[];
  readonly ordersPerSecond: number;
  /** @throws GateFailedError */
  readonly gate: () => Promise<void>;
}

/**
 * Places so many orders in one process. After each tenth of them it waits for the views, collects the garbage and reads
 * the memory.
 */
export async function withManyOrders<Result>(
  { serverUrl, progress, settings }: Bench,
  orders: number,
  use: (run: MemoryRun) => Promise<Result>,
): Promise<Result> {
  const databaseUrl = await createDatabase(serverUrl, DATABASE);
  const database = new Client({ connectionString: databaseUrl });
  await database.connect();
  const child = await InProcessChild.start({ databaseUrl, profileDirectory: settings.profileDirectory });
  try {
    await child.receive(uniform.receipts);
    const samples: MemorySample[] = [];
    const skus = [...new Set(uniform.receipts)];
    const load = { callers: CALLERS, skus, seconds: SECONDS_MAX, ordersMax: Math.ceil(orders / SAMPLES) };
    let accepted = 0;
    let seconds = 0;
    for (let piece = 1; piece <= SAMPLES; piece++) {
      const result = await child.load({ ...load, keyPrefix: `load-${piece}` });
      accepted += result.accepted;
      seconds += result.accepted / result.ordersPerSecond;
      await untilCaughtUp(database);
      const memory = await child.memory();
      samples.push({ ...memory, orders: accepted });
      progress(`${accepted} orders, ${result.ordersPerSecond.toFixed(0)} a second: ${shown(memory)}`);
    }
    const gate = () => passOurGate({ databaseUrl, accepted, units: accepted, cli: program('apps/cli/main.js') });
    return await use({ samples, ordersPerSecond: accepted / seconds, gate });
  } finally {
    await child.stop();
    await database.end();
    await dropDatabase(serverUrl, DATABASE);
  }
}

const MEBIBYTE = 2 ** 20;

function shown({ rssBytes, heapUsedBytes }: Memory): string {
  return `RSS ${(rssBytes / MEBIBYTE).toFixed(1)} MiB, heap ${(heapUsedBytes / MEBIBYTE).toFixed(1)} MiB`;
}
