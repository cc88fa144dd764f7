import { join } from 'node:path';
import { skuSequence, type Cell } from './cells';
import { startChildService, type ChildService } from './child-service';
import { passGate } from './gate';
import { createDatabase, receive } from './ground';
import { placeOrders, type LoadResult } from './load';
import { median } from './statistics';

export interface MeasureOptions {
  readonly serverUrl: string;
  readonly seconds: number;
  readonly rounds: number;
  readonly connections: number;
}

const WARM_UP_SECONDS = 2;
/** More than any run can sell. */
const RECEIPTS_OF_HOT_SKU = 50;

/** Measures one cell on a database of its own: rounds of ours and the POST without a database in ABBA order, then the gate. */
export async function measureCell(cell: Cell, options: MeasureOptions): Promise<string> {
  const databaseUrl = await createDatabase(options.serverUrl, `bench_${cell.skus.length}`);
  const ours = await startChildService(join(__dirname, '../apps/standalone/main.js'), {
    DATABASE_URL: databaseUrl,
    PORT: '0',
    LOG_LEVEL: 'warn',
  });
  const bare = await startChildService(join(__dirname, 'contenders/no-database.js'), {});
  try {
    await stockUp(ours.address, cell);
    const { rounds, accepted } = await runRounds(cell, { ours, bare }, options);
    const loadsOfOurs = rounds.length + 1;
    await passGate({ databaseUrl, accepted, unansweredMax: loadsOfOurs * options.connections });
    return report(cell, rounds);
  } finally {
    await bare.stop();
    await ours.stop();
  }
}

interface Round {
  readonly ours: LoadResult;
  readonly bare: LoadResult;
}

async function runRounds(
  cell: Cell,
  { ours, bare }: { ours: ChildService; bare: ChildService },
  { seconds, rounds: count, connections }: MeasureOptions,
): Promise<{ rounds: Round[]; accepted: number }> {
  const nextSku = skuSequence(cell);
  let accepted = 0;
  let load = 0;
  const place = async ({ address }: ChildService, roundSeconds: number) => {
    const result = await placeOrders({
      address,
      connections,
      seconds: roundSeconds,
      nextSku,
      keyPrefix: `load-${(load += 1)}`,
    });
    if (address === ours.address) accepted += result.accepted;
    return result;
  };
  await place(ours, WARM_UP_SECONDS);
  await place(bare, WARM_UP_SECONDS);
  const rounds: Round[] = [];
  for (let round = 0; round < count; round += 1) {
    const first = await place(round % 2 === 0 ? ours : bare, seconds);
    const second = await place(round % 2 === 0 ? bare : ours, seconds);
    rounds.push(round % 2 === 0 ? { ours: first, bare: second } : { ours: second, bare: first });
  }
  return { rounds, accepted };
}

function report({ name }: Cell, rounds: readonly Round[]): string {
  const ratios = rounds.map(({ ours, bare }) => ours.ordersPerSecond / bare.ordersPerSecond);
  const ours = median(rounds.map(({ ours }) => ours.ordersPerSecond)).toFixed(0);
  const bare = median(rounds.map(({ bare }) => bare.ordersPerSecond)).toFixed(0);
  const p50 = median(rounds.map(({ ours }) => ours.p50Ms));
  const p99 = median(rounds.map(({ ours }) => ours.p99Ms));
  const spread = `min ${Math.min(...ratios).toFixed(2)}, max ${Math.max(...ratios).toFixed(2)}`;
  return (
    `${name}\n  orders/s ${ours} (p50 ${p50} ms, p99 ${p99} ms); without a database ${bare}\n` +
    `  ratio ${median(ratios).toFixed(2)} (${spread}; ${rounds.length} pairs of rounds); gate passed`
  );
}

async function stockUp(address: string, { skus }: Cell): Promise<void> {
  const receipts = skus.length === 1 ? RECEIPTS_OF_HOT_SKU : 1;
  const wanted = skus.flatMap((sku) => Array<string>(receipts).fill(sku));
  const PARALLEL = 500;
  for (let at = 0; at < wanted.length; at += PARALLEL) {
    await Promise.all(wanted.slice(at, at + PARALLEL).map((sku) => receive(address, sku)));
  }
}
