import type { Position } from '@firstwrite/event-store';
import { confirmed, eventsOf, received, taken } from '../../test/events';
import { orderIdOf, shopHistory } from '../../test/history';
import { Shop } from '../../test/shop';
import { allRows, stockByEvents } from '../../test/views';
import { projectionNames, type ProjectionName } from '../projections/catalogue';
import { rebuildView, type RebuildProgress } from './rebuild-view';

let shop: Shop;
beforeEach(async () => void (shop = await Shop.open()));
afterEach(() => shop.close());

function rebuild(
  name: ProjectionName,
  more: { batchEventsMax?: number; onProgress?: (p: RebuildProgress) => void } = {},
) {
  return rebuildView(name, { pool: shop.pool, feed: shop.store, storeId: 0, ...more });
}

async function projectedHistory(): Promise<Record<string, object[]>> {
  let position: Position | undefined;
  for (const batch of shopHistory()) position = await shop.append(...batch);
  await shop.projectAll(position as Position);
  return allRows(shop.database);
}

test.each([7, 50, 2_000])(
  'whatever was damaged, a rebuild in batches of %i makes the views right',
  async (batchEventsMax) => {
    const before = await projectedHistory();
    for (const damage of [
      `delete from stock_availability where sku < 'S-3'`,
      `update stock_availability set on_hand = on_hand + 1 where sku = 'S-4'`,
      `update stock_availability set on_hand = 1, version = version - 1 where sku = 'S-5'`,
      `update stock_availability set on_hand = 0, version = 9999 where sku = 'S-6'`,
      `insert into stock_availability values ('main', 'ORPHAN', 1, 5, 0)`,
      `delete from stock_ledger where version between 20 and 30`,
      `update stock_ledger set on_hand_after = 0 where version > 90`,
      `insert into stock_ledger select location, sku, version + 5000, type, delta, 0, null, null, null, actor, recorded_at
     from stock_ledger where version between 5 and 8`,
      `insert into stock_ledger select location, 'ORPHAN', version, type, delta, 0, null, null, null, actor, recorded_at
     from stock_ledger where sku = 'S-1'`,
      `update order_view set status = 'RETURNED'`,
      `delete from order_view where customer_id = 'c-1'`,
      `insert into order_view select gen_random_uuid(), 1, status, null, currency, lines, total, placed_at, updated_at
     from order_view limit 3`,
      `delete from order_sku where sku = 'S-2'`,
      `insert into order_sku select 'WRONG', placed_at, order_id from order_view limit 5`,
      `update product_view set name = 'wrong', attributes = null, price_currency = 'USD'`,
    ]) {
      await shop.database.query(damage);
    }
    for (const name of projectionNames) await rebuild(name, { batchEventsMax });
    expect(await allRows(shop.database)).toEqual(before);
  },
);

test('a view that is right is not written, and the progress ends with all events', async () => {
  await projectedHistory();
  const versions = () =>
    shop.database.query('select ctid, xmin from stock_ledger union all select ctid, xmin from order_view');
  const before = await versions();
  const progress: RebuildProgress[] = [];
  const report = await rebuild('stock-ledger', { onProgress: (step) => void progress.push(step), batchEventsMax: 100 });
  await rebuild('orders');
  expect(await versions()).toEqual(before);
  expect(report).toEqual({ events: 1_010, rowsRemoved: 0 });
  expect(progress.at(-1)).toEqual({ eventsDone: 1_010, eventsTotal: 1_010 });
});

test('an empty store leaves an empty view', async () => {
  await shop.database.query(`insert into product_view values ('ORPHAN', 1, 'nothing made it')`);
  expect(await rebuild('products')).toEqual({ events: 0, rowsRemoved: 1 });
});

test('it repairs a view that is being projected, whose rows never go back and are never missing', async () => {
  const projector = shop.projector();
  projector.start();
  await projector.caughtUpTo(await shop.append(...eventsOf('stock-main/A', [received(100_000)])), { withinMs: 5_000 });
  await shop.database.query('update stock_availability set on_hand = on_hand - 7');
  await shop.database.query('update stock_ledger set on_hand_after = on_hand_after - 7');
  let appending = true;
  let position: Position | undefined;
  const writer = (async () => {
    for (let version = 2; appending; version++) {
      position = await shop.append(...eventsOf('stock-main/A', [taken(1)], version));
    }
  })();
  const watcher = (async () => {
    let seen = 0;
    while (appending) {
      const [row] = await shop.database.query<{ version: number }>('select version from stock_availability');
      expect(row?.version ?? 0).toBeGreaterThanOrEqual(seen);
      seen = row?.version ?? 0;
    }
  })();
  for (let times = 0; times < 5; times++) {
    await rebuild('stock-availability', { batchEventsMax: 50 });
    await rebuild('stock-ledger', { batchEventsMax: 50 });
  }
  appending = false;
  await Promise.all([writer, watcher]);
  expect(await projector.caughtUpTo(position as Position, { withinMs: 10_000 })).toBe(true);
  const rows = await allRows(shop.database);
  expect(rows['stock_availability']).toEqual(await stockByEvents(shop.database));
  const wrong = await shop.database.query(
    'select version, on_hand_after from stock_ledger where on_hand_after <> 100001 - version',
  );
  expect(wrong).toEqual([]);
  expect(rows['stock_ledger']).toHaveLength((rows['stock_availability']?.[0] as { version: number }).version);
}, 30_000);

test('an order that went on after its row was lost comes back whole', async () => {
  await projectedHistory();
  const orderId = orderIdOf(99);
  await shop.database.query('delete from order_view where order_id = $1', [orderId]);
  await shop.append(...eventsOf(`order-${orderId}`, [confirmed()], 2));
  await rebuild('orders');
  const rows = await shop.database.query('select status, version from order_view where order_id = $1', [orderId]);
  expect(rows).toEqual([{ status: 'CONFIRMED', version: 2 }]);
});
