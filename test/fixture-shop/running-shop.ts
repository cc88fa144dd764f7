import { runAudit, type AuditSummary } from '@firstwrite/audit';
import { PostgresEventStore } from '@firstwrite/event-store';
import { feedOf } from '@firstwrite/feed';
import { readSettings, ShutdownOrder, type RunningRole, type Surroundings } from '@firstwrite/platform';
import { APPLICATION_ROLE, applicationPool, keyedSessionOptions } from '@firstwrite/postgres';
import { startCommandApi, startProjectorRole, startQueryApi, type Shop } from '@firstwrite/roles';
import { createTestDatabase, type TestDatabase } from '@firstwrite/testing';
import { projectorSessionOptions, rebuildView } from '@firstwrite/views';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { RecordedOutput } from '../../libs/terminal/test/recorded-output';

const STOP_STEP_MS_MAX = 20_000;

type StartRole = (shop: Shop, surroundings: Surroundings) => Promise<RunningRole>;

/** The command-api, projector and query-api of a shop in this process, on one database. */
export class RunningShop {
  private constructor(
    private readonly shop: Shop,
    private readonly database: TestDatabase,
    private readonly shutdown: ShutdownOrder,
    private readonly addresses: { readonly commands: string; readonly queries: string },
  ) {}

  /** @param tables statements that create the tables of the shop's views */
  static async start(shop: Shop, tables: readonly string[]): Promise<RunningShop> {
    const database = await createTestDatabase();
    for (const statement of tables) await database.query(statement);
    for (const { view } of shop.projections.all) {
      await database.query(`grant select, insert, update, delete on ${view.table} to ${APPLICATION_ROLE}`);
    }
    const logger = pino({ level: 'silent' });
    const shutdown = new ShutdownOrder(logger, STOP_STEP_MS_MAX);
    // An open transaction of another test on this server holds back the feed, and so a read with a token.
    const settings = readSettings({ DATABASE_URL: database.url, PORT: '0', READ_WAIT_MS_MAX: '60000' });
    const started = async (start: StartRole) =>
      (await start(shop, { settings, logger, metrics: new Registry(), shutdown })).address;
    const commands = await started(startCommandApi);
    await started(startProjectorRole);
    return new RunningShop(shop, database, shutdown, { commands, queries: await started(startQueryApi) });
  }

  /** Sends a command and expects its status. @returns the body and the token of the reply */
  async command(method: 'POST' | 'PUT', path: string, body: object, status: number) {
    const reply = await fetch(`${this.addresses.commands}${path}`, {
      method,
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json', connection: 'close' },
    });
    const text = await reply.text();
    expect(`${reply.status} ${text}`).toMatch(new RegExp(`^${status} `));
    return { body: JSON.parse(text) as unknown, token: reply.headers.get('consistency-token') ?? '' };
  }

  /** Reads a path with a token: the answer includes the write of that token. */
  async read(path: string, token: string): Promise<unknown> {
    const headers = { 'consistency-token': token, connection: 'close' };
    const reply = await fetch(`${this.addresses.queries}${path}`, { headers });
    expect(reply.status).toBe(200);
    return reply.json();
  }

  async rebuild(): Promise<void> {
    const { url } = this.database;
    const store = await PostgresEventStore.connect({ url, connectionsMax: 2 });
    const options = `${keyedSessionOptions} ${projectorSessionOptions}`;
    const pool = applicationPool({ connectionString: url, max: 3, options });
    const owner = applicationPool({ connectionString: url, max: 1, options: '' });
    const { projections, model } = this.shop;
    const feed = feedOf(store, model);
    for (const name of projections.names) {
      await rebuildView(name, { pool, owner, feed, projections, storeId: store.identity.storeId });
    }
    await Promise.all([pool.end(), owner.end(), store.close()]);
  }

  audit(): Promise<AuditSummary> {
    const { model: decoder, projections, auditRules: rules } = this.shop;
    const { progress } = new RecordedOutput();
    return runAudit({ shop: { decoder, projections, rules }, url: this.database.url, waitViewsMs: 10_000, progress });
  }

  async stop(): Promise<void> {
    await this.shutdown.stop();
    await this.database.drop();
  }
}
