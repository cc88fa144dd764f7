import { feedOf } from '@firstwrite/feed';
import { shop as shopCatalogue } from '@firstwrite/shop';
import type { OrderId } from '@firstwrite/shop';
import { applicationPool } from '@firstwrite/postgres';
import { partitionOf } from '@firstwrite/event-store';
import { discardParked } from '@firstwrite/views';
import { createTestDatabase, type TestDatabase } from '@firstwrite/testing';
import { plantEvent } from './test/planted-event';
import { RecordedOutput } from '../terminal/test/recorded-output';
import { SavedTables } from './test/saved-tables';
import { item, SmallShop } from './test/small-shop';
import { auditOf } from './test/audits';

const B = 'stock-main/B';
const UNREADABLE = `found event StockSung: unknown event type`;

let database: TestDatabase;
let shop: SmallShop;
let saved: SavedTables;
let placed: OrderId;

beforeAll(async () => {
  database = await createTestDatabase();
  shop = await SmallShop.open(database.url);
  await shop.receive(item('A'), 100);
  await shop.receive(item('B'), 100);
  placed = await shop.place([item('A'), 3], [item('B'), 4]);
  await shop.fillViews();
  saved = new SavedTables(database);
  await saved.save();
});
afterEach(() => saved.restore());
afterAll(async () => {
  await shop.store.close();
  await database.drop();
});

const audit = () => auditOf({ url: database.url, waitViewsMs: 0, progress: new RecordedOutput().progress });

/** Appends an event, and fills the views up to it. */
let lastItems = 0;
async function project(): Promise<void> {
  await shop.receive(item(`LAST-${++lastItems}`), 1);
  await shop.fillViews();
}

async function discard(projection: string, stream: string): Promise<void> {
  const pool = applicationPool({ connectionString: database.url, max: 1 });
  const decision = { reason: 'sung by mistake', actor: 'anna' };
  try {
    const parts = {
      ...{ pool, feed: feedOf(shop.store, shopCatalogue.model), projections: shopCatalogue.projections },
      storeId: 0,
    };
    expect(await discardParked(parts, { projection, stream }, decision)).toMatchObject({ outcome: 'settled' });
  } finally {
    await pool.end();
  }
}

describe('a parked stream', () => {
  beforeEach(async () => {
    await plantEvent(database, { stream: B, type: 'StockSung', data: { quantity: 5 } });
    await plantEvent(database, { stream: B, type: 'StockReceived', data: { quantity: 1 } });
    await project();
  });
  const mend = () => database.query(`update event set type = 'StockReceived' where type = 'StockSung'`);

  it('is a fault while its event cannot be read and was not discarded', async () => {
    await expect(audit()).rejects.toThrow(`${B} version 3: expected an event that this build can read, ${UNREADABLE}`);
    await discard('stock-ledger', B);
    await expect(audit()).rejects.toThrow(UNREADABLE);
  });

  it('is no fault by itself, and its view is compared up to the event', async () => {
    await mend();
    expect(await audit()).toMatchObject({
      parkedStreams: [
        { projection: 'stock-availability', stream: B, version: 3, type: 'StockSung', attempts: 1 },
        { projection: 'stock-ledger', stream: B, version: 3 },
      ],
      discardedEvents: [],
      rows: { stock_ledger: 5, stock_availability: 3 },
      lagEvents: { 'stock-ledger': 0 },
    });
  });

  it.each([
    [`update stock_availability set on_hand = 95 where sku = 'B'`, 'expected on_hand 96, found 95'],
    [
      `update stock_availability set version = 3 where sku = 'B'`,
      'stock_availability (main, B): expected on_hand 101, found 96',
    ],
    [`delete from stock_ledger where sku = 'B' and version = 2`, 'expected a row of version 2, found none'],
    [
      `insert into stock_ledger
       select location, sku, 3, type, 1, on_hand_after, null, null, null, actor, recorded_at
       from stock_ledger where sku = 'B' and version = 1`,
      'stock_ledger (main, B, 3): expected delta 5, found 1',
    ],
    [
      `update parked_stream set version = 4 where projection = 'stock-ledger'`,
      'stock_ledger (main, B, 3): expected a row of version 3, found none',
    ],
  ])('%s', async (sql, fault) => {
    await mend();
    await database.query(sql);
    await expect(audit()).rejects.toThrow(fault);
  });

  it('may have a row beyond its event, after a retry that was stopped', async () => {
    await mend();
    await database.query(`update stock_availability set version = 3, on_hand = 101 where sku = 'B'`);
    expect((await audit()).parkedStreams).toHaveLength(2);
  });
});

describe('a discarded event', () => {
  it('that cannot be read is listed, but neither summed nor judged', async () => {
    await plantEvent(database, { stream: 'stock-main/N', type: 'StockSung', data: { quantity: 5 } });
    const sold = { delta: -2, reason: 'broken', actor: 'ann', countedOnHand: 3 };
    await plantEvent(database, { stream: 'stock-main/N', type: 'StockAdjusted', data: sold });
    await project();
    for (const view of ['stock-availability', 'stock-ledger'] as const) await discard(view, 'stock-main/N');
    const decided = { stream: 'stock-main/N', version: 1, reason: 'sung by mistake', actor: 'anna' };
    expect(await audit()).toMatchObject({
      parkedStreams: [],
      discardedEvents: [
        { projection: 'stock-availability', ...decided, problem: expect.stringContaining('unknown event type') },
        { projection: 'stock-ledger', ...decided },
      ],
      unreadEvents: ['stock-main/N version 1'],
      units: { received: 201, adjusted: -2, onHand: 201 - 7 - 2 },
    });
    await database.query(`update stock_availability set on_hand = 3 where sku = 'N'`);
    await expect(audit()).rejects.toThrow('stock_availability (main, N): expected on_hand -2, found 3');
  });

  it('that can be read again is summed, but still left out of the view', async () => {
    await plantEvent(database, { stream: B, type: 'StockSung', data: { quantity: 5 } });
    await project();
    await discard('stock-ledger', B);
    await database.query(`update event set type = 'StockReceived' where type = 'StockSung'`);
    const { units, unreadEvents, rows } = await audit();
    expect({ units, unreadEvents, rows }).toMatchObject({
      units: { received: 206 },
      unreadEvents: [],
      rows: { stock_ledger: 5 },
    });
    await database.query(
      `insert into stock_ledger
       select location, sku, 3, type, 5, 101, null, null, null, actor, recorded_at
       from stock_ledger where sku = 'B' and version = 1`,
    );
    await expect(audit()).rejects.toThrow('stock_ledger (main, B, 3): expected no row by the events, found one');
  });

  it('that decremented the units of an order is no fault of that order', async () => {
    await shop.receive(item('C'), 9);
    await shop.place([item('C'), 1]);
    await database.query(`update event set data = '{}' where stream = 'stock-main/C' and version = 2`);
    await project();
    for (const view of ['stock-availability', 'stock-ledger'] as const) await discard(view, 'stock-main/C');
    expect(await audit()).toMatchObject({
      ...{ orders: 2, unreadEvents: ['stock-main/C version 2'] },
      units: { decremented: 7, onHand: 100 - 3 + 100 - 4 + 9 + 1 },
    });
  });

  it('that placed an order is no fault of the stock events of that order', async () => {
    const order = await shop.place([item('A'), 2]);
    await database.query(`update event set data = '{"orderId": 7}' where stream = $1`, [`order-${order}`]);
    await plantEvent(database, {
      ...{ stream: `order-${order}`, type: 'OrderCancelled', data: { at: new Date().toISOString() } },
    });
    await plantEvent(database, {
      ...{ stream: 'stock-main/A', type: 'StockRestocked', data: { orderId: order, quantity: 2, cause: 'cancelled' } },
      with: { stream: `order-${order}`, type: 'OrderCancelled' },
    });
    await project();
    await discard('orders', `order-${order}`);
    expect(await audit()).toMatchObject({
      orders: 1,
      unreadEvents: [`order-${order} version 1`],
      rows: { order_view: 1 },
    });
    await database.query(`update event set data = '{}' where stream = $1`, [`order-${placed}`]);
    await expect(audit()).rejects.toThrow(`order-${placed} version 1: expected an event that this build can read`);
  });
});

describe('a view in several partitions', () => {
  beforeEach(async () => {
    await database.query(`select claim_checkpoints(p, 0::smallint, '{0,1,2,3,4,5,6,7}', 8::smallint)
      from unnest('{stock-availability,stock-ledger,orders,products}'::text[]) p`);
    const partitions = [item('A'), item('B')].map(({ sku }) => partitionOf(`stock-main/${sku}`, 8));
    expect(new Set(partitions).size).toBe(2);
    await database.query(
      `update projection_checkpoint set era = 0, transaction_id = '0', number = 0 where partition = $1`,
      [partitions[1]],
    );
    await database.query(`delete from stock_ledger where sku = 'B'`);
  });

  it('is compared at the checkpoint of the partition of each stream', async () => {
    expect(await audit()).toMatchObject({ lagEvents: { 'stock-ledger': 2 }, rows: { stock_ledger: 2 } });
    await database.query(`delete from stock_ledger where sku = 'A' and version = 2`);
    await expect(audit()).rejects.toThrow('stock_ledger (main, A, 2): expected a row of version 2, found none');
  });

  it('is waited for in all partitions', async () => {
    const audited = auditOf({ url: database.url, waitViewsMs: 30_000, progress: new RecordedOutput().progress });
    const filled = project();
    expect((await audited).lagEvents).toMatchObject({ 'stock-ledger': 0 });
    await filled;
  });
});
