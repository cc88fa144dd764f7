import { dumpSchema } from '@firstwrite/migrations';
import type { Position } from '@firstwrite/event-store';
import { confirmed, eventsOf } from '../test/events';
import { orderIdOf, shopHistory } from '../test/history';
import { Rebuilds } from '../test/rebuilds';
import { projections, Shop } from '../test/shop';
import { allRows } from '../test/views';
import type { RebuildProgress } from './rebuild-options';
import { rebuildView } from './rebuild-view';

let shop: Shop;
let rebuilds: Rebuilds;
beforeEach(async () => {
  shop = await Shop.open();
  rebuilds = new Rebuilds(shop);
});
afterEach(async () => {
  await rebuilds.close();
  await shop.close();
});

async function projectedHistory(): Promise<Record<string, object[]>> {
  let position: Position | undefined;
  for (const batch of shopHistory()) position = await shop.append(...batch);
  await shop.projectAll(position as Position);
  return allRows(shop.database);
}

test('a rebuild repairs any damage of the views, and leaves the schema unchanged', async () => {
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
  const schema = await dumpSchema(shop.database.url);
  for (const name of projections.names) await rebuildView(name, rebuilds.options());
  expect(await allRows(shop.database)).toEqual(before);
  const kept = await rebuilds.tables();
  expect(kept).toEqual([
    'order_sku__before',
    'order_view__before',
    'product_view__before',
    'stock_availability__before',
    'stock_ledger__before',
  ]);
  await shop.database.query(`drop table ${kept.join(', ')}`);
  expect(await dumpSchema(shop.database.url)).toBe(schema);
});

test('a rebuild reports its progress, and a second one has the same hash', async () => {
  await projectedHistory();
  const progress: RebuildProgress[] = [];
  const options = rebuilds.options({ onProgress: (step) => void progress.push(step) });
  const report = await rebuildView('orders', options);
  expect(report).toMatchObject({ events: 150, rows: 300, parkedStreams: 0 });
  expect(progress).toContainEqual({ step: 'fold', unit: 'events', done: 150, total: 150 });
  expect(progress.at(-1)).toEqual({ step: 'compare', unit: 'rows', done: 300, total: 300 });
  expect(await rebuildView('orders', options)).toMatchObject({ rows: 300, hash: report.hash });
  expect((await rebuildView('stock-ledger', options)).hash).not.toBe(report.hash);
});

test('an empty store leaves an empty view', async () => {
  await shop.database.query(`insert into product_view values ('ORPHAN', 1, 'nothing made it')`);
  expect(await rebuildView('products', rebuilds.options())).toMatchObject({ events: 0, rows: 0 });
  expect(await shop.database.query('select * from product_view')).toEqual([]);
});

test('an order that changed after its row was lost is complete again', async () => {
  await projectedHistory();
  const orderId = orderIdOf(99);
  await shop.database.query('delete from order_view where order_id = $1', [orderId]);
  await shop.append(...eventsOf(`order-${orderId}`, [confirmed()], 2));
  await rebuildView('orders', rebuilds.options());
  const rows = await shop.database.query('select status, version from order_view where order_id = $1', [orderId]);
  expect(rows).toEqual([{ status: 'CONFIRMED', version: 2 }]);
});

test('rows that differ from the folded ones are not swapped in', async () => {
  const before = await projectedHistory();
  const tamper = rebuilds.options({
    onStep: async (step) => {
      if (step !== 'compare') return;
      await shop.database.query(`update order_view__next set total = total + 1 where order_id = '${orderIdOf(7)}'`);
    },
  });
  await expect(rebuildView('orders', tamper)).rejects.toMatchObject({ code: 'rows-differ' });
  expect(await allRows(shop.database)).toEqual(before);
  expect(await rebuilds.tables()).toEqual([]);
});

test('a second rebuild of the same view is refused, a rebuild of another view is not', async () => {
  await projectedHistory();
  const refused: unknown[] = [];
  const options = rebuilds.options({
    onStep: async (step) => {
      if (step !== 'swap') return;
      await rebuildView('orders', rebuilds.options()).catch((error: unknown) => refused.push(error));
      await rebuildView('products', rebuilds.options());
    },
  });
  await rebuildView('orders', options);
  expect(refused).toMatchObject([
    { code: 'rebuild-running', message: 'the view of "orders" is being rebuilt or rolled back by another process' },
  ]);
});

test('a table change or a discard during a rebuild ends it, and the next rebuild includes the change', async () => {
  await projectedHistory();
  const during = (statement: string) =>
    rebuilds.options({ onStep: async (step) => void (step === 'swap' && (await shop.database.query(statement))) });
  const changed = during('create index order_view_total on order_view (total)');
  await expect(rebuildView('orders', changed)).rejects.toMatchObject({ code: 'view-changed' });
  const discarded =
    during(`insert into discarded_event (projection, store, stream, version, type, problem, reason, actor)
    values ('orders', 0, 'order-${orderIdOf(3)}', 2, 'OrderConfirmed', 'wrong', 'wrong', 'anna')`);
  await expect(rebuildView('orders', discarded)).rejects.toMatchObject({ code: 'view-changed' });
  await rebuildView('orders', rebuilds.options());
  const order = `select status, version from order_view where order_id = '${orderIdOf(3)}'`;
  expect(await shop.database.query(order)).toEqual([{ status: 'NEW', version: 2 }]);
  const index = `select indexdef from pg_indexes where indexname = 'order_view_total'`;
  expect(await shop.database.query(index)).toMatchObject([{ indexdef: expect.stringContaining('.order_view USING') }]);
});

test('a reader that locks the view for too long delays the swap, and then ends the rebuild', async () => {
  await projectedHistory();
  await shop.database.query('begin');
  await shop.database.query('select from order_view');
  await expect(rebuildView('orders', rebuilds.options({ swapWithinMs: 300 }))).rejects.toMatchObject({
    code: 'view-locked',
  });
  await shop.database.query('commit');
  expect(await rebuilds.tables()).toEqual([]);
});
