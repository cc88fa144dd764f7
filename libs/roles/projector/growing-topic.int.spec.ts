import { feedOf } from '@firstwrite/feed';
import { shop } from '@firstwrite/shop';
import { applicationPool, keyedSessionOptions, PostgresLeases } from '@firstwrite/postgres';
import { PostgresEventStore, type NewEvent } from '@firstwrite/event-store';
import { InMemoryMessageLog, type Subscription } from '@firstwrite/messaging';
import { Projector } from '@firstwrite/views';
import { followPublishedLog } from '@firstwrite/feed';
import { PostgresRelayCheckpoints, Relay } from '@firstwrite/relay';
import { topicOf } from '@firstwrite/published-log';
import { createTestDatabase, eventually, type TestDatabase } from '@firstwrite/testing';
import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';

const ORDERS = 6_000;
const ORDERS_AN_APPEND = 500;
const PROJECTORS = 4;
const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
const topic = { topic: topicOf(0), replicationFactor: 1, minInsyncReplicas: 1, retentionMs: 1_000_000 };

let database: TestDatabase;
let store: PostgresEventStore;
let pool: Pool;
let log: InMemoryMessageLog;
let relay: Relay;
let members: { readonly projector: Projector; readonly subscription: Subscription }[];

beforeEach(async () => {
  database = await createTestDatabase();
  store = await PostgresEventStore.connect({ url: database.url });
  pool = applicationPool({ connectionString: database.url, max: 30, options: keyedSessionOptions });
  log = new InMemoryMessageLog();
  await divideInto(6);
  for (let at = 0; at < ORDERS; at += ORDERS_AN_APPEND) await appendOrders();
  // The topic begins after all of them, as when its retention has deleted the beginning.
  await database.query(`
    insert into relay_checkpoint (store, era, transaction_id, number)
    select 0, era, transaction_id, number from event order by era desc, transaction_id desc, number desc limit 1`);
  const leases = new PostgresLeases(pool);
  const tuning = { partitionsEveryMs: 20 };
  relay = new Relay({
    ...{ store, leases, log, tuning, logger: quiet },
    checkpoints: new PostgresRelayCheckpoints(pool),
    instance: '1',
  });
  relay.start();
  members = Array.from({ length: PROJECTORS }, (_, at) => member(String(at + 1)));
});
afterEach(async () => {
  for (const { projector, subscription } of members) {
    await subscription.stop();
    await projector.stop();
  }
  await relay.stop();
  await log.close();
  await pool.end();
  await store.close();
  await database.drop();
});

function divideInto(partitions: number) {
  return log.applyTopic({ ...topic, partitions, batchBytesMax: 4_194_304 });
}

/** Each stream has one event, so no later event can make up for one that was left out. */
async function appendOrders(): Promise<void> {
  const events = Array.from({ length: ORDERS_AN_APPEND }, (): NewEvent => {
    const orderId = randomUUID();
    const lines = [{ sku: 'A', location: 'main', quantity: 1, unitPrice: 100 }];
    const data = { orderId, currency: 'EUR', lines, total: 100, placedAt: '2026-01-01T00:00:00.000Z' };
    return { stream: `order-${orderId}`, version: 1, type: 'OrderPlaced', data, metadata: { commandId: orderId } };
  });
  await store.append({ events, confirm: [], guards: [], rows: [] });
}

function member(instance: string) {
  const projector = new Projector({
    ...{ pool, feed: feedOf(store, shop.model), projections: shop.projections, storeId: 0, log: quiet },
    batchEventsMax: 100,
    publishedLog: { onPassed: () => undefined },
  });
  projector.start();
  if (!projector.window) throw new Error('a projector that follows a log has a window');
  const options = { log, store, group: 'views', instance, sink: projector.window, logger: quiet };
  return { projector, subscription: followPublishedLog(options) };
}

async function rows(): Promise<number> {
  const [found] = await database.query<{ count: number }>('select count(*)::integer as count from order_view');
  return found?.count ?? 0;
}

test('partitions are added while four projectors still read the store: no stream is left out', async () => {
  for (const partitions of [7, 8, 9, 10, 11, 12]) {
    const before = await rows();
    await eventually(async () => expect(await rows()).toBeGreaterThan(before), { withinMs: 10_000 });
    await divideInto(partitions);
  }
  expect(await rows()).toBeLessThan(ORDERS);
  const caughtUpSql = `
    with last as (
      select era, transaction_id, number from event order by era desc, transaction_id desc, number desc limit 1)
    select c.partition from projection_checkpoint c, last
    where c.projection = 'orders' and c.partitions = 12
      and (c.era, c.transaction_id, c.number) >= (last.era, last.transaction_id, last.number)`;
  await eventually(async () => expect(await database.query(caughtUpSql)).toHaveLength(12), { withinMs: 30_000 });
  expect(await rows()).toBe(ORDERS);
});
