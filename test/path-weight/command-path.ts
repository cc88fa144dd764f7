import { shop } from '@firstwrite/shop';
import { applicationPool } from '@firstwrite/postgres';
import { PostgresEventStore } from '@firstwrite/event-store';
import {
  createHttpApplication,
  HttpMetrics,
  readSettings,
  ShutdownOrder,
  type Surroundings,
} from '@firstwrite/platform';
import { loadTokenKeys, TokenSigner } from '@firstwrite/reads';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { CommandApiModule, problemCatalogue, startWriteSide } from '@firstwrite/roles';

const UNITS = 100_000;
const PART_STOP_MS_MAX = 5_000;

/** Surroundings with the default of every setting, independent of the environment. */
export function quietSurroundings(): Surroundings {
  const logger = pino({ level: 'silent' });
  const shutdown = new ShutdownOrder(logger, PART_STOP_MS_MAX);
  return { settings: readSettings({}), logger, metrics: new Registry(), shutdown };
}

/** Orders in one request. */
export interface OrderBatch {
  readonly key: string;
  readonly orders: number;
  readonly skus: readonly string[];
}

/**
 * The parts of command-api in this process and on one database: HTTP, bus, lane and store. Its caches are empty when it
 * opens.
 */
export class CommandPath {
  private constructor(
    private readonly application: NestFastifyApplication,
    private readonly surroundings: Surroundings,
  ) {}

  static async open(url: string): Promise<CommandPath> {
    const surroundings = quietSurroundings();
    const { settings, logger, metrics, shutdown } = surroundings;
    const store = await PostgresEventStore.connect({ url });
    shutdown.started('event store', () => store.close());
    const lane = startWriteSide({ shop, store }, surroundings);
    const { region, storeId } = store.identity;
    const pool = applicationPool({ connectionString: url, max: 1 });
    const tokens = new TokenSigner(await loadTokenKeys(pool, storeId).finally(() => pool.end()));
    const keyWaitMsMax = settings.IDEMPOTENCY_WAIT_MS_MAX;
    const application = await createHttpApplication(
      CommandApiModule.register({ shop, lane, tokens, region, keyWaitMsMax }),
      {
        logger,
        metrics: new HttpMetrics(metrics),
        problems: problemCatalogue(shop),
      },
    );
    await application.init();
    await application.getHttpAdapter().getInstance().ready();
    shutdown.started('HTTP', () => application.close());
    return new CommandPath(application, surroundings);
  }

  async receive(skus: readonly string[]): Promise<void> {
    const received = skus.map((sku) => this.post(`/v1/stock/main/${sku}/receipts`, { quantity: UNITS }));
    for (const { statusCode } of await Promise.all(received)) expect(statusCode).toBe(201);
  }

  /**
   * Places orders of one line each in one request. The SKUs are used in turn, and the keys are `<key>-0`, `<key>-1` and
   * so on.
   */
  async place({ key, orders, skus }: OrderBatch): Promise<void> {
    const reply = await this.post('/v1/orders/batch', {
      orders: Array.from({ length: orders }, (_, at) => ({
        idempotencyKey: `${key}-${at}`,
        currency: 'EUR',
        lines: [{ sku: skus[at % skus.length], quantity: 1, unitPrice: 1_999 }],
      })),
    });
    const { results } = reply.json<{ results: { status: number }[] }>();
    expect(results.filter(({ status }) => status === 201)).toHaveLength(orders);
  }

  close(): Promise<void> {
    return this.surroundings.shutdown.stop();
  }

  private post(url: string, payload: object) {
    return this.application.inject({ method: 'POST', url, payload });
  }
}
