import type { ColdLoad } from '../growth/cold-load';
import { fillingOf, lengthsIn, longSku, measureViews, startOrders, type GrownFigures } from '../growth/growth';
import { dropDatabase } from '../ground';
import { runTask } from '../task/run-task';
import type { Bench, CellOutcome, Metric, Settings } from '../metric';
import { streamOf } from '../projections/fill-store';
import { withFilledStore, type FilledStore } from '../projections/filled-store';
import { compared, resultOf } from '../projections/outcomes';
import { inRounds, type Measurement } from '../projections/rounds';

const id = 'P12';
const MEBIBYTE = 2 ** 20;
/** Time to fill a store, make and rebuild its views and audit it, on two cores. */
const SECONDS_A_MILLION_EVENTS = 150;
/** Each cold load runs in its own process: it takes a second, and its time varies. */
const COLD_ROUNDS_MIN = 7;
const goals = { orders: { atLeast: 0.9 }, cold: { atMost: 3 } };

const sizesOf = ({ quick }: Settings) => (quick ? [10_000, 100_000] : [10_000, 100_000, 1_000_000, 10_000_000]);
const databaseOf = (events: number) => `p12_${events}`;
const sizeName = (events: number) => `10^${Math.log10(events)}`;

/** P12: how the costs grow with the number of stored events. */
export const growth: Metric = {
  id,
  title: 'the same at more stored events',
  secondsNeeded: (settings) => {
    const events = sizesOf(settings).reduce((sum, size) => sum + size, 0);
    return (
      (events / 1_000_000) * SECONDS_A_MILLION_EVENTS + sizesOf(settings).length * settings.rounds * settings.seconds
    );
  },
  measure: async (bench) => {
    const sizes = sizesOf(bench.settings);
    try {
      return await withStores(bench, sizes, (stores) => measure(bench, stores));
    } finally {
      for (const size of sizes) await dropDatabase(bench.serverUrl, databaseOf(size));
    }
  },
};

/** The stores, by their number of events. */
type Stores = ReadonlyMap<number, FilledStore>;

/** Runs all stores at once, because the rounds of one store are compared with the rounds of another. */
async function withStores<Result>(
  bench: Bench,
  [size, ...others]: readonly number[],
  use: (stores: Stores) => Promise<Result>,
): Promise<Result> {
  if (size === undefined) return use(new Map());
  const startedAtMs = performance.now();
  const where = { serverUrl: bench.serverUrl, name: databaseOf(size), filling: fillingOf(size) };
  return withFilledStore(where, (store) => {
    bench.progress(`${store.events} events filled in ${((performance.now() - startedAtMs) / 1_000).toFixed(0)} s`);
    return withStores(bench, others, (stores) => use(new Map([[size, store], ...stores])));
  });
}

async function measure(bench: Bench, stores: Stores): Promise<CellOutcome[]> {
  const outcomes: CellOutcome[] = [];
  for (const [size, store] of stores) {
    const figures = await measureViews(store);
    bench.progress(`${sizeName(size)} events: rebuilt in ${figures.rebuildSeconds.toFixed(1)} s`);
    outcomes.push(...viewCells(sizeName(size), figures));
  }
  return [...(await streamCells(bench, stores)), ...(await orderCells(bench, stores)), ...outcomes];
}

function viewCells(
  size: string,
  { bytesAnEvent, viewBytes, catchUpSeconds, rebuildSeconds }: GrownFigures,
): CellOutcome[] {
  const figures = [
    { what: 'an event with its indexes', unit: 'B', value: bytesAnEvent },
    { what: 'size of all views', unit: 'MiB', value: viewBytes / MEBIBYTE },
    { what: 'catch-up of all views', unit: 's', value: catchUpSeconds },
    { what: 'rebuild of all views', unit: 's', value: rebuildSeconds },
  ];
  return figures.map(({ what, unit, value }) =>
    resultOf({ id, cell: `${size} events, ${what}`, rival: null, unit, goal: null }, [value]),
  );
}

/** Uses streams of different lengths in the largest store, so that only their length differs. */
async function streamCells({ settings, progress }: Bench, stores: Stores): Promise<CellOutcome[]> {
  const size = Math.max(...stores.keys());
  const databaseUrl = stores.get(size)?.databaseUrl ?? '';
  const warm = new Map<number, number[]>();
  const lengths = lengthsIn(size);
  const all = lengths.map((length) => ({
    name: `cold, ${sizeName(length)}`,
    once: async () => {
      const task = { kind: 'cold-load', databaseUrl, stream: streamOf(longSku(length)) } as const;
      const { coldMs, warmMs } = await runTask<ColdLoad>(task);
      warm.set(length, [...(warm.get(length) ?? []), warmMs]);
      return coldMs;
    },
  }));
  const measured = await inRounds(all, { rounds: Math.max(settings.rounds, COLD_ROUNDS_MIN), progress });
  const shortest = all[0];
  return lengths.flatMap((length, at) => {
    const cell = `a stream of ${sizeName(length)} events`;
    const about = { id, unit: 'ms' };
    const cold = measured.get(all[at]?.name ?? '');
    const versus = at === 0 ? undefined : measured.get(shortest?.name ?? '');
    const rival = versus ? `ours at ${sizeName(lengths[0] ?? 0)}` : null;
    const goal = at > 0 && at === lengths.length - 1 ? goals.cold : null;
    return [
      compared({ ...about, cell: `${cell}, cold`, rival, goal }, cold, versus),
      resultOf({ ...about, cell: `${cell}, warm`, rival: null, goal: null }, warm.get(length) ?? []),
    ];
  });
}

async function orderCells(bench: Bench, stores: Stores): Promise<CellOutcome[]> {
  const running = [];
  try {
    for (const [size, store] of stores) running.push(await startOrders(sizeName(size), store, bench));
    const { rounds } = bench.settings;
    const measured = await inRounds(running, { rounds, progress: bench.progress });
    return orderOutcomes([...stores.keys()].map(sizeName), measured);
  } finally {
    for (const one of running) await one.stop();
  }
}

function orderOutcomes(sizes: readonly string[], measured: ReadonlyMap<string, Measurement>): CellOutcome[] {
  const [least = ''] = sizes;
  return sizes.map((size, at) => {
    const about = { id, cell: `${size} events, orders in process`, unit: 'orders/s' };
    if (at === 0) return compared({ ...about, rival: null, goal: null }, measured.get(size));
    const goal = at === sizes.length - 1 ? goals.orders : null;
    return compared({ ...about, rival: `ours at ${least}`, goal }, measured.get(size), measured.get(least));
  });
}
