import { startLocalKafka, type EmbeddedPostgres } from '@firstwrite/local-cluster';
import { KafkaMessageLog } from '@firstwrite/messaging';
import { migrateDatabase } from '@firstwrite/migrations';
import { topicOf } from '@firstwrite/relay';
import { execFile } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { startChildService, type ChildService } from '../child-service';
import { createDatabase, receive } from '../ground';
import { placeOrders } from '../load';
import { median } from '../statistics';
import { catchUpDirectly } from './catch-up';
import { emptyViews, untilCaughtUp, untilPublished } from './checkpoints';
import { fillStore } from './fill-store';
import type { Lag, LagOptions } from './lag';
import { projectEachEvent } from './one-transaction-per-event';

export interface ProjectionOptions {
  readonly postgres: EmbeddedPostgres;
  /** An empty folder for Kafka's data, and one for its program. */
  readonly kafkaDirectory: string;
  readonly jarDirectory: string;
  readonly orders: number;
  readonly rounds: number;
  readonly seconds: number;
  readonly instances: readonly number[];
}

const PARTITIONS = 6;
const CONNECTIONS = 64;
/** Of a million units each: more than a run can sell. */
const RECEIPTS = 20;
const QUIET = { PORT: '0', LOG_LEVEL: 'warn' };
const role = (name: string) => join(__dirname, '../apps', name, 'main.js');

type Report = (line: string) => void;

/** Catch-up of all views, direct and through Kafka, next to one transaction an event; then the lag of a view at half load. */
export async function measureProjections(options: ProjectionOptions, report: Report): Promise<void> {
  await measureCatchUp(options, report);
  await measureLags(options, report);
}

/** Brokers of its own for each measurement: a topic belongs to one store. */
async function withKafka<Result>(
  { kafkaDirectory, jarDirectory }: ProjectionOptions,
  use: (brokers: string) => Promise<Result>,
): Promise<Result> {
  const kafka = await startLocalKafka({
    dataDirectory: mkdtempSync(join(kafkaDirectory, 'kafka-')),
    jarDirectory,
    log: () => undefined,
  });
  try {
    await withLog(kafka.brokers, (log) => log.applyTopic(topicPlan));
    return await use(kafka.brokers);
  } finally {
    await kafka.stop();
  }
}

const topicPlan = {
  topic: topicOf(0),
  partitions: PARTITIONS,
  replicationFactor: 1,
  minInsyncReplicas: 1,
  retentionMs: 86_400_000,
  batchBytesMax: 4 * 1024 * 1024,
};

async function withLog(brokers: string, use: (log: KafkaMessageLog) => Promise<unknown>): Promise<void> {
  const log = new KafkaMessageLog({ brokers: brokers.split(','), clientId: 'bench' });
  await use(log).finally(() => log.close());
}

async function measureRival(url: string, database: Client, { rounds, seconds }: ProjectionOptions): Promise<number> {
  const rates: number[] = [];
  for (let round = 0; round < rounds; round++) {
    await emptyViews(database);
    rates.push(await projectEachEvent(url, { seconds }));
  }
  return median(rates);
}

interface Ground {
  readonly url: string;
  readonly database: Client;
  readonly events: number;
  readonly kafka: string;
}

async function measureCatchUp(options: ProjectionOptions, report: Report): Promise<void> {
  const { rounds, instances } = options;
  const url = await createDatabase(options.postgres.url, 'bench_catch_up');
  await migrateDatabase({ ownerUrl: url, applicationUrl: url, region: 'local' });
  const database = new Client({ connectionString: url });
  await database.connect();
  try {
    const events = await fillStore(url, options.orders);
    report(`catch-up of four views, ${events} events over 10,000 SKUs, ${rounds} rounds`);
    const naive = await measureRival(url, database, options);
    report(`  ${'one transaction an event'.padEnd(28)}${naive.toFixed(0)} events/s`);
    const timed = async (what: string, once: () => Promise<number>) => {
      const rates: number[] = [];
      for (let round = 0; round < rounds; round++) {
        await emptyViews(database);
        rates.push(events / (await once()));
      }
      const ratio = (rate: number) => (rate / naive).toFixed(1);
      const spread = `min ${ratio(Math.min(...rates))}, max ${ratio(Math.max(...rates))}`;
      report(`  ${what.padEnd(28)}${median(rates).toFixed(0)} events/s, ratio ${ratio(median(rates))} (${spread})`);
    };
    await timed('direct', () => catchUpDirectly(url, database));
    await withKafka(options, async (kafka) => {
      const ground = { url, database, events, kafka };
      await publishAll(ground, report);
      for (const count of instances) {
        await timed(`through Kafka, ${count} projectors`, () => catchUpThroughKafka(ground, count));
      }
    });
  } finally {
    await database.end();
  }
}

async function publishAll({ url, events, database, kafka }: Ground, report: Report): Promise<void> {
  const startedAtMs = performance.now();
  const relay = await startChildService(role('relay'), { ...QUIET, DATABASE_URL: url, KAFKA_BROKERS: kafka });
  await untilPublished(database);
  const seconds = (performance.now() - startedAtMs) / 1_000;
  await relay.stop();
  report(`  ${'relay, to the topic'.padEnd(28)}${(events / seconds).toFixed(0)} events/s`);
}

async function catchUpThroughKafka({ url, database, kafka }: Ground, count: number): Promise<number> {
  await withLog(kafka, (log) => log.forgetGroup('firstwrite-projector'));
  const startedAtMs = performance.now();
  const environment = { ...QUIET, DATABASE_URL: url, KAFKA_BROKERS: kafka };
  const projectors = await Promise.all(
    Array.from({ length: count }, (_, at) =>
      startChildService(role('projector'), { ...environment, FIRSTWRITE_INSTANCE: String(at + 1) }),
    ),
  );
  try {
    await untilCaughtUp(database);
    return (performance.now() - startedAtMs) / 1_000;
  } finally {
    await Promise.all(projectors.map((projector) => projector.stop()));
  }
}

/** At half of what each way of running takes itself. */
async function measureLags(options: ProjectionOptions, report: Report): Promise<void> {
  const server = options.postgres.url;
  report("from an order's answer to its row in the view, at half load");
  const direct = await createDatabase(server, 'bench_lag_direct');
  const standalone = await startChildService(role('standalone'), { ...QUIET, DATABASE_URL: direct });
  await lagOf('direct', { url: direct, services: [standalone] }, options, report);
  for (const count of options.instances) {
    const url = await createDatabase(server, `bench_lag_${count}`);
    await migrateDatabase({ ownerUrl: url, applicationUrl: url, region: 'local' });
    await withKafka(options, async (kafka) => {
      const environment = { ...QUIET, DATABASE_URL: url, KAFKA_BROKERS: kafka };
      const services: ChildService[] = [];
      for (const name of ['command-api', 'relay', ...Array<string>(count).fill('projector')]) {
        const instance = { FIRSTWRITE_INSTANCE: String(services.length) };
        services.push(await startChildService(role(name), { ...environment, ...instance }));
      }
      await lagOf(`through Kafka, ${count} projectors`, { url, services }, options, report);
    });
  }
}

/** In a process of its own: the load that this one makes must not hold it up. */
async function lagBeside({ address, databaseUrl, seconds }: LagOptions): Promise<Lag> {
  const options = ['--address', address, '--database-url', databaseUrl, '--seconds', String(seconds)];
  const { stdout } = await promisify(execFile)(process.execPath, [__filename, 'lag', ...options]);
  return JSON.parse(stdout) as Lag;
}

interface Service {
  readonly url: string;
  /** The first takes orders. */
  readonly services: readonly ChildService[];
}

async function lagOf(
  what: string,
  { url, services }: Service,
  { seconds }: ProjectionOptions,
  report: Report,
): Promise<void> {
  const address = services[0]?.address ?? '';
  try {
    for (let at = 0; at < RECEIPTS; at++) await receive(address, 'HOT');
    const load = (name: string, more: { rate?: number }) =>
      placeOrders({ address, connections: CONNECTIONS, seconds, nextSku: () => 'HOT', keyPrefix: name, ...more });
    const { ordersPerSecond: most } = await load('most', {});
    const half = load('half', { rate: Math.round(most / 2) });
    const { p50Ms, p99Ms, samples } = await lagBeside({ address, databaseUrl: url, seconds: seconds * 0.9 });
    const { ordersPerSecond } = await half;
    const rate = `at ${ordersPerSecond.toFixed(0)} orders/s of ${most.toFixed(0)}`;
    report(`  ${what.padEnd(28)}p50 ${p50Ms.toFixed(1)} ms, p99 ${p99Ms.toFixed(1)} ms (${samples} orders, ${rate})`);
  } finally {
    for (const service of services) await service.stop();
  }
}
