import type { OrderId } from '@firstwrite/shop';
import { createTestDatabase, type TestDatabase } from '@firstwrite/testing';
import { plantEvent, type PlantedEvent } from './test/planted-event';
import { RecordedOutput } from '../terminal/test/recorded-output';
import { SavedTables } from './test/saved-tables';
import { item, SmallShop } from './test/small-shop';
import { auditOf, rebuildAll } from './test/audits';

let database: TestDatabase;
let saved: SavedTables;
let placed: OrderId;
let cancelled: OrderId;
const other = '11111111-1111-7111-8111-111111111111' as OrderId;

beforeAll(async () => {
  database = await createTestDatabase();
  const shop = await SmallShop.open(database.url);
  await shop.create('A', 'Apple');
  await shop.receive(item('A'), 100);
  await shop.receive(item('B'), 100);
  cancelled = await shop.place([item('A'), 2]);
  await shop.move(cancelled, 'cancel');
  placed = await shop.place([item('A'), 3], [item('B'), 4], [item('A'), 1]);
  await shop.fillViews();
  await shop.store.close();
  saved = new SavedTables(database);
  await saved.save();
});
afterEach(() => saved.restore());
afterAll(() => database.drop());

async function audited(): Promise<string> {
  const { progress } = new RecordedOutput();
  return auditOf({ url: database.url, waitViewsMs: 0, progress }).then(
    () => 'audit passed',
    (error: Error) => error.message,
  );
}

const plant = (event: PlantedEvent) => plantEvent(database, event);

/** Rebuilds the views, so that only the events are at fault. */
const rebuild = () => rebuildAll(database.url);

const expectFault = async (fault: string) => expect(await audited()).toBe(`audit failed: ${fault}`);

it('passes before anything is planted', async () => {
  expect(await audited()).toBe('audit passed');
});

describe('a fault of a stream', () => {
  it.each([
    [
      `delete from event where stream = 'stock-main/A' and version = 2`,
      'stock-main/A: expected version 2, found version 3 (a gap)',
    ],
    [
      `delete from event where stream = 'stock-main/B' and version = 1`,
      'stock-main/B: expected version 1, found version 2 (a gap)',
    ],
    [
      `update event set type = 'StockVanished' where stream = 'stock-main/B' and version = 1`,
      'stock-main/B version 1: expected an event that this build can read, ' +
        'found event StockVanished: unknown event type',
    ],
    [
      `update event set type = 'StockReceived.v7' where stream = 'stock-main/B' and version = 1`,
      'stock-main/B version 1: expected an event that this build can read, ' +
        'found event StockReceived.v7: this build knows versions up to 1',
    ],
    [
      `update event set data = '{"quantity": 0}' where stream = 'stock-main/B' and version = 1`,
      'stock-main/B version 1: expected an event that this build can read, ' +
        'found event StockReceived: /quantity: Too small: expected number to be >=1',
    ],
    [
      `update event set stream = 'shelf-main/B' where stream = 'stock-main/B'`,
      'shelf-main/B: expected a stream name, found none',
    ],
    [
      `update event set stream = 'product-B' where stream = 'stock-main/B'`,
      'product-B version 1: expected an event of a product stream, found StockReceived',
    ],
  ])('%s', async (sql, fault) => {
    await database.query(sql);
    await expectFault(fault);
  });

  it('is a sale of more units than there are', async () => {
    await database.query(`update event set data = '{"quantity": 3}' where stream = 'stock-main/B' and version = 1`);
    await rebuild();
    await expectFault('stock-main/B version 2: expected at least 0 units on hand after it, found -1 (oversold)');
  });

  it('is a stocktake that does not lead to the counted units', async () => {
    const data = { delta: -1, reason: 'stocktake', actor: 'ann', countedOnHand: 50 };
    await plant({ stream: 'stock-main/B', type: 'StockAdjusted', data });
    await expectFault('stock-main/B version 3: expected the 50 units on hand that were counted, found 95');
  });

  it('is an order event that the status does not permit', async () => {
    await plant({ stream: `order-${placed}`, type: 'OrderDelivered', data: { at: new Date().toISOString() } });
    await expectFault(
      `order-${placed} version 2: expected an event that a NEW order permits, ` +
        'found OrderDelivered (an order that is NEW cannot be changed by "deliver")',
    );
  });

  it('is an order that is cancelled twice', async () => {
    await plant({ stream: `order-${cancelled}`, type: 'OrderCancelled', data: { at: new Date().toISOString() } });
    await expectFault(`order-${cancelled} version 3: expected no second OrderCancelled, found one`);
  });
});

describe('a fault between orders and stock', () => {
  const decrement = (orderId: string, quantity: number, stream = 'stock-main/B') => ({
    stream,
    type: 'StockDecremented',
    data: { orderId, quantity },
  });
  const inOrder = (orderId: string, type = 'OrderPlaced') => ({ with: { stream: `order-${orderId}`, type } });

  async function expectFaultOfEvents(fault: string): Promise<void> {
    await rebuild();
    await expectFault(fault);
  }

  it('is a second decrement in the transaction of its order', async () => {
    await plant({ ...decrement(placed, 4), ...inOrder(placed) });
    await expectFaultOfEvents(
      `stock-main/B version 3: expected only version 2 for order ${placed} being placed in the same transaction, ` +
        'found StockDecremented of 4',
    );
  });

  it('is a second decrement in another transaction', async () => {
    await plant(decrement(placed, 4));
    await expectFaultOfEvents(
      `stock-main/B version 3: expected order ${placed} being placed in the same transaction ` +
        'and demanding this item, found StockDecremented of 4',
    );
  });

  it('is a decrement without an order', async () => {
    await plant(decrement(other, 1));
    await expectFaultOfEvents(
      `stock-main/B version 3: expected order ${other} being placed in the same transaction ` +
        'and demanding this item, found StockDecremented of 1',
    );
  });

  it('is a decrement of another quantity than the order demands', async () => {
    await database.query(
      `update event set data = json_build_object('orderId', data ->> 'orderId', 'quantity', 5)
       where stream = 'stock-main/B' and version = 2`,
    );
    await expectFaultOfEvents(
      `stock-main/B version 2: expected 4 units for order ${placed} being placed in the same transaction, ` +
        'found StockDecremented of 5',
    );
  });

  it('is an order without its decrement', async () => {
    const lines = [{ sku: 'B', location: 'main', quantity: 6, unitPrice: 1 }];
    const data = { orderId: other, currency: 'EUR', lines, total: 6, placedAt: new Date().toISOString() };
    await plant({ stream: `order-${other}`, type: 'OrderPlaced', data });
    await expectFaultOfEvents(
      `order-${other} version 1: expected StockDecremented of 6 in stock-main/B in the same transaction, found none`,
    );
  });

  it('is a second restock', async () => {
    const data = { orderId: cancelled, quantity: 2, cause: 'cancelled' };
    await plant({ stream: 'stock-main/A', type: 'StockRestocked', data });
    await expectFaultOfEvents(
      `stock-main/A version 5: expected order ${cancelled} being cancelled in the same transaction ` +
        'and demanding this item, found StockRestocked of 2',
    );
  });

  it('is a restock for an order that was neither cancelled nor returned', async () => {
    const data = { orderId: placed, quantity: 4, cause: 'cancelled' };
    await plant({ stream: 'stock-main/B', type: 'StockRestocked', data, ...inOrder(placed) });
    await expectFaultOfEvents(
      `stock-main/B version 3: expected order ${placed} being cancelled in the same transaction ` +
        'and demanding this item, found StockRestocked of 4',
    );
  });

  it('is a cancelled order whose units were not restocked', async () => {
    await plant({ stream: `order-${placed}`, type: 'OrderCancelled', data: { at: new Date().toISOString() } });
    await expectFaultOfEvents(
      `order-${placed} version 2: expected StockRestocked of 4 in stock-main/A in the same transaction, found none`,
    );
  });
});

describe('a fault of a view', () => {
  it.each([
    [
      `update stock_availability set on_hand = 97 where sku = 'B'`,
      'stock_availability (main, B): expected on_hand 96, found 97',
    ],
    [
      `update stock_availability set version = 1, on_hand = 100 where sku = 'B'`,
      'stock_availability (main, B): expected version 2, found 1',
    ],
    [
      `update stock_availability set version = 9 where sku = 'B'`,
      'stock_availability (main, B): expected version 2, found 9',
    ],
    [
      `delete from stock_availability where sku = 'B'`,
      'stock_availability (main, B): expected a row of version 2, found none',
    ],
    [
      `insert into stock_availability values ('main', 'C', 1, 5, 0)`,
      'stock_availability (main, C): expected no row by the events, found one',
    ],
    [
      `update stock_ledger set delta = -5 where sku = 'B' and version = 2`,
      'stock_ledger (main, B, 2): expected delta -4, found -5',
    ],
    [
      `update stock_ledger set order_id = null where sku = 'B' and version = 2`,
      /^stock_ledger \(main, B, 2\): expected order_id [-0-9a-f]{36}, found null$/,
    ],
    [
      `update stock_ledger set recorded_at = '2020-01-01T00:00:00Z' where sku = 'B' and version = 2`,
      /^stock_ledger \(main, B, 2\): expected recorded_at 20.*Z, found 2020-01-01T00:00:00\.000Z$/,
    ],
    [
      `delete from stock_ledger where sku = 'A' and version = 2`,
      'stock_ledger (main, A, 2): expected a row of version 2, found none',
    ],
    [
      `insert into stock_ledger
       select location, sku, 7, type, delta, on_hand_after, reference, order_id, reason, actor, recorded_at
       from stock_ledger where sku = 'B' and version = 2`,
      'stock_ledger (main, B, 7): expected no row by the events, found one',
    ],
    [
      `update order_view set status = 'NEW' where status = 'CANCELLED'`,
      /^order_view \(.*\): expected status CANCELLED, found NEW$/,
    ],
    [
      `update order_view set lines = '[]' where status = 'CANCELLED'`,
      /^order_view \(.*\): expected lines \[\{"sku":"A".*\}\], found \[\]$/,
    ],
    [`delete from order_view where status = 'NEW'`, /^order_view \(.*\): expected a row of version 1, found none$/],
    [
      `update order_view set order_id = '${other}' where status = 'NEW'`,
      /^order_view \(.*\): expected a row of version 1, found none$/,
    ],
    [`delete from order_sku where sku = 'B'`, /^order_sku \(B, .*\): expected a row, found none$/],
    [
      `insert into order_sku select 'C', placed_at, order_id from order_view limit 1`,
      /^order_sku \(C, .*\): expected no row by the events, found one$/,
    ],
    [`update product_view set name = 'Pear'`, 'product_view (A): expected name Apple, found Pear'],
    [`update product_view set price_currency = 'EUR'`, 'product_view (A): expected price_currency null, found EUR'],
    [
      `update product_view set attributes = '{"new": 1}'`,
      'product_view (A): expected attributes {"new":true}, found {"new":1}',
    ],
    [
      `insert into product_view (sku, version, name) values ('Z', 1, 'Zebra')`,
      'product_view (Z): expected no row by the events, found one',
    ],
  ])('%s', async (sql, fault) => {
    await database.query(sql);
    if (typeof fault === 'string') await expectFault(fault);
    else expect((await audited()).replace('audit failed: ', '')).toMatch(fault);
  });
});
