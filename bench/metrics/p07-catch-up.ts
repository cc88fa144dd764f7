import { shop } from '@firstwrite/shop';
import { join } from 'node:path';
import { createDatabase } from '../ground';
import { runTask } from '../task/run-task';
import type { Bench, CellOutcome, Metric, Settings } from '../metric';
import { emptyViews } from '../projections/checkpoints';
import { catchUpOfEmmett, missingForEmmett } from '../projections/emmett-catch-up';
import { passStoreGate, withFilledStore, type FilledStore } from '../projections/filled-store';
import { missingForKafka, withKafka } from '../projections/kafka';
import { projectEachEvent } from '../projections/one-transaction-per-event';
import { compared, notMeasurable } from '../projections/outcomes';
import { inRounds, type Measured, type Measurement } from '../projections/rounds';
import { makeViewsBySql, passSameViews } from '../projections/set-based';
import { catchUpThroughKafka, publishAll } from '../projections/through-kafka';

const id = 'P7';
const unit = 'events/s';
const SKUS = 10_000;
const EACH_EVENT = 'one transaction an event';

const sizesOf = ({ quick, seconds }: Settings) => ({
  orders: quick ? 60_000 : 200_000,
  emmettOrders: quick ? 1_000 : 5_000,
  eachEventSeconds: quick ? 2 : seconds,
});

const rivals = [
  { name: EACH_EVENT, atLeast: 75 },
  { name: 'E', atLeast: 40 },
  { name: 'S', atLeast: 0.25 },
];

/**
 * P7: events per second while all four views are made from all events. Ours does it from the store's feed and from the
 * topic; the rivals are other ways to do the same.
 */
export const catchUp: Metric = {
  id,
  title: 'Projector catch-up of all views',
  secondsNeeded: (settings) => (settings.quick ? 30 + settings.rounds * 20 : 60 + settings.rounds * 60),
  measure: async (bench) => {
    const { orders } = sizesOf(bench.settings);
    const where = { serverUrl: bench.serverUrl, name: 'p07', filling: { orders, skus: SKUS } };
    return withFilledStore(where, async (store) => {
      const missing = missingForKafka();
      if (missing === undefined) return withKafka(bench.directory, (brokers) => measure(bench, store, brokers));
      bench.progress(`through Kafka: skipped, ${missing}`);
      return [...(await measure(bench, store)), notMeasurable({ id, cell: 'kafka', rival: null }, missing)];
    });
  },
};

async function measure(bench: Bench, store: FilledStore, brokers?: string): Promise<CellOutcome[]> {
  const all = [...(await rivalsOf(bench, store)), direct(bench, store)];
  if (brokers !== undefined) {
    const seconds = await publishAll({ ...store, brokers });
    bench.progress(`relay to the topic: ${(store.events / seconds).toFixed(0)} ${unit}`);
    all.push(throughKafka(bench, store, brokers));
  }
  const measured = await inRounds(all, { rounds: bench.settings.rounds, progress: bench.progress });
  return ['direct', ...(brokers === undefined ? [] : ['kafka'])].flatMap((cell) => outcomesOf(cell, measured));
}

function outcomesOf(cell: string, measured: ReadonlyMap<string, Measurement>): CellOutcome[] {
  return rivals.map(({ name: rival, atLeast }) => {
    const theirs = measured.get(rival);
    if (!theirs) return notMeasurable({ id, cell, rival }, missingForEmmett() ?? 'it was not measured');
    return compared({ id, cell, rival, unit, goal: { atLeast } }, measured.get(cell), theirs);
  });
}

async function rivalsOf({ serverUrl, settings }: Bench, store: FilledStore): Promise<Measured[]> {
  const { databaseUrl, database, events } = store;
  const { emmettOrders, eachEventSeconds } = sizesOf(settings);
  const eachEvent = async () => {
    await emptyViews(database);
    return projectEachEvent(databaseUrl, { seconds: eachEventSeconds });
  };
  const bySql = async () => events / (await makeViewsBySql(database));
  let databases = 0;
  const ofEmmett = async () =>
    catchUpOfEmmett(await createDatabase(serverUrl, `p07_emmett_${(databases += 1)}`), emmettOrders);
  return [
    { name: EACH_EVENT, once: eachEvent },
    { name: 'S', once: bySql },
    ...(missingForEmmett() === undefined ? [{ name: 'E', once: ofEmmett }] : []),
  ];
}

function direct({ settings }: Bench, store: FilledStore): Measured {
  const { databaseUrl, database, events } = store;
  const profileDirectory = profilesOf('direct', settings);
  return {
    name: 'direct',
    once: async () => {
      await emptyViews(database);
      const task = { kind: 'catch-up', databaseUrl, names: shop.projections.names } as const;
      return events / (await runTask<number>(task, { profileDirectory }));
    },
    gate: async () => {
      await passStoreGate(store);
      await passSameViews(database);
    },
  };
}

function throughKafka({ settings }: Bench, store: FilledStore, brokers: string): Measured {
  const profileDirectory = profilesOf('kafka', settings);
  return {
    name: 'kafka',
    once: async () => {
      await emptyViews(store.database);
      return store.events / (await catchUpThroughKafka({ ...store, brokers }, { projectors: 1, profileDirectory }));
    },
    gate: () => passStoreGate(store),
  };
}

/** A profile folder for each way, because the two ways are different programs. */
function profilesOf(way: string, { profileDirectory }: Settings): string | undefined {
  return profileDirectory === undefined ? undefined : join(profileDirectory, way);
}
