import { runTask } from '../task/run-task';
import { InProcessChild } from '../in-process/in-process-child';
import type { Bench } from '../metric';
import { shop } from '@firstwrite/shop';
import { skuAt, type Filling } from '../projections/fill-store';
import { passStoreGate, type FilledStore } from '../projections/filled-store';
import { rebuildAll } from '../projections/rebuild';
import type { Measured } from '../projections/rounds';
import { sizesOf, type StoreSizes } from './sizes';

/** The number of SKUs is the same in every store: only the number of events differs. */
const SKUS = 1_000;
const LENGTHS = [100, 10_000, 1_000_000];

export const longSku = (events: number) => `LONG-${events}`;

/** The lengths of single streams that fit into a store of so many events. */
export function lengthsIn(events: number): number[] {
  return LENGTHS.filter((length) => length <= events / 10);
}

/** A filling of so many events in all, long streams included. */
export function fillingOf(events: number): Filling {
  const longStreams = lengthsIn(events).map((length) => ({ sku: longSku(length), events: length }));
  // Each event of a long stream except its receipt comes with an event of an order.
  const ofLongStreams = longStreams.reduce((sum, { events: length }) => sum + 2 * length - 1, 0);
  return { orders: Math.floor((events - SKUS - ofLongStreams) / 2), skus: SKUS, longStreams };
}

export interface GrownFigures extends StoreSizes {
  readonly catchUpSeconds: number;
  readonly rebuildSeconds: number;
}

/** Makes the views, then rebuilds them. No orders are placed meanwhile. */
export async function measureViews({ databaseUrl, database }: FilledStore): Promise<GrownFigures> {
  const catchUpSeconds = await runTask<number>({ kind: 'catch-up', databaseUrl, names: shop.projections.names });
  const sizes = await sizesOf(database);
  const { seconds: rebuildSeconds } = await rebuildAll(databaseUrl);
  await database.query('vacuum analyze');
  await database.query('checkpoint');
  return { ...sizes, catchUpSeconds, rebuildSeconds };
}

/** Long enough to read most index pages of the largest store once, so that only the lasting cost is measured. */
const WARM_UP_SECONDS = 15;

/** Starts to measure the orders a second of one store, with all SKUs equally often. */
export async function startOrders(
  name: string,
  store: FilledStore,
  { settings: { connections: callers, seconds } }: Bench,
): Promise<Measured & { stop(): Promise<void> }> {
  const { databaseUrl } = store;
  const child = await InProcessChild.start({ databaseUrl });
  const skus = Array.from({ length: SKUS }, (_, at) => skuAt(at));
  let accepted = 0;
  let loads = 0;
  const load = async (loadSeconds: number) => {
    const keyPrefix = `load-${(loads += 1)}`;
    const result = await child.load({ callers, skus, seconds: loadSeconds, keyPrefix });
    accepted += result.accepted;
    return result.ordersPerSecond;
  };
  await load(WARM_UP_SECONDS);
  return {
    name,
    once: () => load(seconds),
    gate: () => passStoreGate(store, accepted),
    stop: () => child.stop(),
  };
}
