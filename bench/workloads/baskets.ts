import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { applyFaultPolicy, collectBaskets, readOrderFile, writeSampleFile } from '@firstwrite/shop-client';
import { LineProgress } from '@firstwrite/terminal';
import { repository } from '../repository';
import type { Order, Workload } from './workload';

/** The prices of the file have cents. */
const PRICE_DIGITS = 2;
const SAMPLE = { orderCount: 20_000, productCount: 5_000, seed: 1 };

/**
 * The path of the real order lines: the file that the variable names, or else a file beside the repository; undefined
 * if neither exists.
 */
export function realOrderLines(): string | undefined {
  const named = process.env['FIRSTWRITE_ORDER_LINES'];
  const beside = join(repository, '../shared/data/olist_order_items.csv');
  return [named, beside].find((path) => path !== undefined && existsSync(path));
}

/** The baskets of the file of real order lines, repeated without end. A basket may have several lines. */
export async function realBaskets(): Promise<Workload> {
  const path = realOrderLines();
  if (path === undefined) throw new Error('there is no file of real order lines');
  return basketsOf(path, { cell: 'real', title: 'real baskets' });
}

/** The baskets that `firstwrite sample` generates. */
export async function generatedBaskets(): Promise<Workload> {
  const directory = await mkdtemp(join(tmpdir(), 'firstwrite-bench-'));
  try {
    const path = join(directory, 'orders.csv');
    await writeSampleFile(path, SAMPLE, new LineProgress(process.stderr));
    return await basketsOf(path, { cell: 'generated', title: "the generator's baskets" });
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

async function basketsOf(path: string, { cell, title }: { cell: string; title: string }): Promise<Workload> {
  const file = await readOrderFile(path, PRICE_DIGITS);
  applyFaultPolicy(file, 'stop', () => undefined);
  const baskets = collectBaskets(file.lines, { merge: 1 });
  const orders = baskets.map(({ lines }) => ({
    body: JSON.stringify({ currency: 'EUR', lines }),
    units: lines.reduce((sum, { quantity }) => sum + quantity, 0),
  }));
  return {
    cell,
    title: `${title} (${orders.length.toLocaleString('en')}, repeated)`,
    receipts: [...new Set(file.lines.map(({ sku }) => sku))],
    orders: () => {
      let at = 0;
      return () => orders[at++ % orders.length] as Order;
    },
  };
}
