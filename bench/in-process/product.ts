import { RoutingCommandBus } from '@firstwrite/command-bus';
import { PostgresEventStore } from '@firstwrite/event-store';
import { migrateDatabase } from '@firstwrite/migrations';
import { ProblemsModule, readSettings, requiredDatabaseUrl, ShutdownOrder } from '@firstwrite/platform';
import { NestFactory } from '@nestjs/core';
import { join } from 'node:path';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { shop } from '@firstwrite/shop';
import { CommandApiModule, problemCatalogue, startProjectorThread, startWriteSide } from '@firstwrite/roles';

export interface Product {
  readonly bus: RoutingCommandBus;
  readonly region: string;
  stop(): Promise<void>;
}

const STOP_STEP_MS_MAX = 20_000;
/** From dist/bench/in-process. */
const PROJECTOR_THREAD = join(__dirname, '../../apps/projector-thread/main.js');
/** Only HTTP headers carry signed tokens, so no signer is needed here. */
const unsigned = {} as never;

/**
 * Starts what apps/standalone starts for writes and views (lane, store and projections) without HTTP: its command bus
 * is called directly.
 */
export async function startProduct(): Promise<Product> {
  const settings = readSettings(process.env);
  const logger = pino({ level: settings.LOG_LEVEL }, pino.destination({ dest: 2, sync: true }));
  const shutdown = new ShutdownOrder(logger, STOP_STEP_MS_MAX);
  const surroundings = { settings, logger, metrics: new Registry(), shutdown };
  const url = requiredDatabaseUrl(settings);
  const { FIRSTWRITE_REGION: region, IDEMPOTENCY_WAIT_MS_MAX: keyWaitMsMax } = settings;
  await migrateDatabase({ ownerUrl: url, applicationUrl: url, region });
  const store = await PostgresEventStore.connect({ url });
  shutdown.started('event store', () => store.close());
  const thread = { shop, url, storeId: store.identity.storeId, program: PROJECTOR_THREAD };
  const projector = await startProjectorThread(thread, surroundings);
  const lane = startWriteSide({ shop, store, onCommit: () => projector.wake() }, surroundings);
  const module = {
    ...CommandApiModule.register({ shop, lane, tokens: unsigned, region, keyWaitMsMax }),
    imports: [ProblemsModule.register(problemCatalogue(shop))],
  };
  const context = await NestFactory.createApplicationContext(module, { logger: false });
  shutdown.started('Nest', () => context.close());
  return { bus: context.get(RoutingCommandBus), region, stop: () => shutdown.stop() };
}
