import { PostgresEventStore } from '@firstwrite/event-store';
import { createHttpApplication, documentApi, HttpMetrics, ShutdownOrder, type Settings } from '@firstwrite/platform';
import type { Logger } from 'pino';
import { collectDefaultMetrics, Registry } from 'prom-client';
import { openDatabase } from './database';
import { StandaloneModule } from './standalone.module';
import { startReadModel } from './start-read-model';
import { startWriteSide } from './start-write-side';
import type { Surroundings } from './surroundings';

/** A service that is ready. */
export interface Service {
  readonly address: string;
  readonly databaseDescription: string;
  /** Resolves when the service cannot go on. */
  readonly failed: Promise<Error>;
  stop(): Promise<void>;
}

/** Above the append's own time limit: what was sent is waited for. */
const STOP_STEP_MS_MAX = 20_000;

/** Starts every role in one process, in the order in which they need each other; they stop in the opposite order. */
export async function startService(settings: Settings, logger: Logger): Promise<Service> {
  const metrics = new Registry();
  collectDefaultMetrics({ register: metrics });
  const shutdown = new ShutdownOrder(logger, STOP_STEP_MS_MAX);
  try {
    return await startParts({ settings, logger, metrics, shutdown });
  } catch (error) {
    await shutdown.stop();
    throw error;
  }
}

async function startParts(surroundings: Surroundings): Promise<Service> {
  const { settings, logger, metrics, shutdown } = surroundings;
  const database = await openDatabase(settings, logger, shutdown);
  const store = await PostgresEventStore.connect({ url: database.url });
  shutdown.started('event store', () => store.close());
  // Connections of its own: reads and projections never wait for those of the lane, nor the lane for theirs.
  const feed = await PostgresEventStore.connect({ url: database.url });
  shutdown.started('feed', () => feed.close());
  const { projector, reader, tokens } = await startReadModel({ url: database.url, store: feed }, surroundings);
  const lane = startWriteSide({ store, onCommit: () => projector.wake() }, surroundings);

  const { region } = store.identity;
  const application = await createHttpApplication(
    StandaloneModule.register({
      commands: { lane, tokens, region, keyWaitMsMax: settings.IDEMPOTENCY_WAIT_MS_MAX },
      queries: { reader, tokens },
      health: [{ name: 'database', check: () => store.ping() }],
      metrics,
    }),
    { logger, metrics: new HttpMetrics(metrics) },
  );
  documentApi(application);
  await application.listen(settings.PORT, settings.HOST);
  shutdown.started('HTTP', () => application.close());
  return {
    address: await application.getUrl(),
    databaseDescription: database.description,
    failed: database.failed,
    stop: () => shutdown.stop(),
  };
}
