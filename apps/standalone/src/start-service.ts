import { Lane } from '@firstwrite/command-bus';
import { applicationPool, applicationSessionOptions, PostgresEventStore } from '@firstwrite/event-store';
import {
  createHttpApplication,
  documentApi,
  HttpMetrics,
  LaneMetrics,
  ShutdownOrder,
  watchProjections,
  type Settings,
} from '@firstwrite/platform';
import { loadTokenKeys, Projector, projectorSessionOptions, Reader, TokenSigner } from '@firstwrite/read-model';
import type { Logger } from 'pino';
import { collectDefaultMetrics, Registry } from 'prom-client';
import { model, snapshotSchemaVersions } from '../../command-api/src/model';
import { openDatabase } from './database';
import { StandaloneModule } from './standalone.module';

export interface Service {
  readonly address: string;
  readonly databaseDescription: string;
  /** Resolves when the service cannot go on. */
  readonly failed: Promise<Error>;
  stop(): Promise<void>;
}

/** Above the append's own time limit: what was sent is waited for. */
const STOP_STEP_MS_MAX = 20_000;
const VIEW_CONNECTIONS = 8;
/** One for each projection, and one to ask how far they are. */
const PROJECTOR_CONNECTIONS = 5;
const MS_PER_HOUR = 3_600_000;

/** Starts every role in one process, in the order in which they need each other; they stop in the opposite order. */
export async function startService(settings: Settings, logger: Logger): Promise<Service> {
  const shutdown = new ShutdownOrder(logger, STOP_STEP_MS_MAX);
  try {
    return await startParts(settings, logger, shutdown);
  } catch (error) {
    await shutdown.stop();
    throw error;
  }
}

async function startParts(settings: Settings, logger: Logger, shutdown: ShutdownOrder): Promise<Service> {
  const metrics = new Registry();
  collectDefaultMetrics({ register: metrics });
  const database = await openDatabase(settings, logger, shutdown);

  const store = await PostgresEventStore.connect({ url: database.url });
  shutdown.started('event store', () => store.close());

  const { storeId, region } = store.identity;
  const views = applicationPool({ connectionString: database.url, max: VIEW_CONNECTIONS });
  shutdown.started('view connections', () => views.end());
  const tokenKeys = await loadTokenKeys(views, storeId);
  const tokens = new TokenSigner(tokenKeys);

  const projections = applicationPool({
    connectionString: database.url,
    max: PROJECTOR_CONNECTIONS,
    options: `${applicationSessionOptions} ${projectorSessionOptions}`,
  });
  shutdown.started('projection connections', () => projections.end());
  const projector = new Projector({ pool: projections, feed: store, storeId, log: logger });
  watchProjections(metrics, () => projector.lag());
  projector.start();
  shutdown.started('projections', () => projector.stop());

  const reader = new Reader({
    pool: views,
    feed: store,
    tokenKeys,
    signer: tokens,
    node: 'primary',
    board: projector.board,
    readWaitMsMax: settings.READ_WAIT_MS_MAX,
    snapshotSchemaVersions: snapshotSchemaVersions(),
  });

  const laneMetrics = new LaneMetrics(metrics, logger);
  const { IDEMPOTENCY_RETENTION_HOURS: hours } = settings;
  const lane = new Lane({
    store,
    model,
    observer: laneMetrics,
    onCommit: () => projector.wake(),
    queueMax: settings.LANE_QUEUE_MAX,
    idempotencyRetentionMs: hours === 0 ? null : hours * MS_PER_HOUR,
  });
  laneMetrics.watch(lane);
  shutdown.started('lane', () => lane.stop());

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
