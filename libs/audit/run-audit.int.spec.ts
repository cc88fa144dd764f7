import type { OrderId } from '@firstwrite/shop';
import { createTestDatabase, type TestDatabase } from '@firstwrite/testing';
import { RecordedOutput } from '../terminal/test/recorded-output';
import { item, SmallShop } from './test/small-shop';
import { auditOf, rebuildAll } from './test/audits';

let database: TestDatabase;
let shop: SmallShop;
let late: OrderId;
beforeAll(async () => {
  database = await createTestDatabase();
  shop = await SmallShop.open(database.url);
});
afterAll(async () => {
  await shop.store.close();
  await database.drop();
});

const audit = (progress = new RecordedOutput().progress, waitViewsMs = 0) =>
  auditOf({ url: database.url, waitViewsMs, progress });

describe('the audit of a store without a fault', () => {
  it('passes an empty store', async () => {
    expect(await audit()).toMatchObject({ passed: true, events: 0, streams: 0, orders: 0 });
  });

  it('counts everything, also in streams longer than a page', async () => {
    await shop.create('A', 'Apple');
    await shop.receive(item('A'), 10);
    await shop.receive(item('B', 'north-1'), 10);
    await shop.receive(item('LONG'), 2, 5_200);
    const cancelled = await shop.place([item('A'), 1], [item('B', 'north-1'), 2], [item('A'), 3]);
    await shop.move(cancelled, 'confirm', 'cancel');
    const returned = await shop.place([item('A'), 2]);
    await shop.move(returned, 'confirm', 'ship', 'deliver', 'return');
    late = await shop.place([item('A'), 4]);
    await shop.count(item('B', 'north-1'), 7);
    await shop.fillViews();
    const output = new RecordedOutput();
    expect(await audit(output.progress)).toEqual({
      passed: true,
      // The product, the receipts, three orders with 4 decrements, 6 later events of two orders, their 3 restocks, the
      // stocktake.
      events: 1 + 5_202 + 7 + 6 + 3 + 1,
      streams: 7,
      stockItems: 3,
      products: 1,
      orders: 3,
      units: { received: 10_420, decremented: 12, restocked: 8, adjusted: -3, onHand: 10_413 },
      rows: {
        stock_availability: 3,
        stock_ledger: 5_202 + 4 + 3 + 1,
        order_view: 3,
        order_sku: 4,
        product_view: 1,
      },
      lagEvents: { 'stock-availability': 0, 'stock-ledger': 0, orders: 0, products: 0 },
      parkedStreams: [],
      discardedEvents: [],
      unreadEvents: [],
      seconds: expect.any(Number),
    });
    expect(output.advanced).toBe(2 * 5_220);
  });

  it('compares views that are behind with the events that they have read, and reports their lag', async () => {
    await shop.move(late, 'confirm', 'cancel');
    await shop.place([item('A'), 5]);
    await shop.create('B', 'Bear');
    const { rows, lagEvents } = await audit();
    expect(rows).toMatchObject({ order_view: 3, stock_ledger: 5_210, product_view: 1 });
    expect(lagEvents).toEqual({ 'stock-availability': 2, 'stock-ledger': 2, orders: 3, products: 1 });
  });

  it('accepts rows beyond the checkpoint after a rebuild', async () => {
    await rebuildAll(database.url);
    const { rows, lagEvents } = await audit();
    expect(rows).toMatchObject({ order_view: 4, stock_ledger: 5_212, product_view: 2 });
    expect(lagEvents.orders).toBe(3);
  });

  it('waits for views that are being filled, and only briefly for views that are not', async () => {
    const startedAtMs = performance.now();
    const stopped = await audit(undefined, 60_000);
    expect(performance.now() - startedAtMs).toBeLessThan(20_000);
    expect(stopped.lagEvents.orders).toBe(3);
    const [live] = await Promise.all([audit(undefined, 60_000), shop.fillViews()]);
    expect(live.lagEvents.orders).toBe(0);
  });
});

it('says in one line that there is no store', async () => {
  const empty = await createTestDatabase({ migrated: false });
  try {
    await expect(auditOf({ url: empty.url, waitViewsMs: 0, progress: new RecordedOutput().progress })).rejects.toThrow(
      /^postgres:\/\/.* has no store of Firstwrite: run "firstwrite migrate"$/,
    );
  } finally {
    await empty.drop();
  }
});
