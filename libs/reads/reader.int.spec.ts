import type { OrderId, Sku, StockKey } from '@firstwrite/shop';
import type { Position } from '@firstwrite/event-store';
import { confirmed, created, eventsOf, placed, received, taken } from '../views/test/events';
import { orderIdOf } from '../views/test/history';
import { Shop } from '../views/test/shop';
import type { Freshness } from './consistency/consistency';
import { NotFreshEnoughError } from './errors';
import type { ShopReader } from '../shop/test/shop-reader';

const item = { location: 'main', sku: 'A' } as StockKey;
const ORDER = orderIdOf(1) as OrderId;
const eventual: Freshness = { consistency: { level: 'eventual' }, seen: [] };
const strong: Freshness = { consistency: { level: 'strong' }, seen: [] };
const bounded = (maxMs: number): Freshness => ({ consistency: { level: 'bounded', maxMs }, seen: [] });
const after = (...seen: Position[]): Freshness => ({ consistency: { level: 'read-your-writes' }, seen });
const page = { filters: {}, limit: 50 };

let shop: Shop;
let reader: ShopReader;
let first: Position;
beforeEach(async () => {
  shop = await Shop.open();
  ({ reader } = await shop.reader({ readWaitMsMax: 200, viewWaitMsMax: 50 }));
  first = await shop.append(...eventsOf('stock-main/A', [received(9)]), ...eventsOf('product-A', [created('A')]));
  await shop.projectAll(first);
});
afterEach(() => shop.close());

describe('while the projector is behind', () => {
  let later: Position;
  beforeEach(async () => {
    later = await shop.append(
      ...eventsOf('stock-main/A', [taken(2, ORDER)], 2),
      ...eventsOf(`order-${ORDER}`, [placed({ orderId: ORDER }), confirmed()]),
    );
  });

  test('eventual answers with the row as it is, and says how stale it is', async () => {
    const { value, level, stalenessMs, node } = await reader.stock(item, eventual);
    expect(value).toMatchObject({ onHand: 9, version: 1 });
    expect([level, node]).toEqual(['eventual', 'test']);
    expect(stalenessMs).toBeGreaterThan(0);
    expect((await reader.order(ORDER, eventual)).value).toBeUndefined();
  });

  test('an entity is folded from its events for a token, a bound, and strong', async () => {
    for (const freshness of [after(later), bounded(0), strong]) {
      const stock = await reader.stock(item, freshness);
      expect(stock).toMatchObject({ value: { onHand: 7, available: 7, version: 2 }, stalenessMs: 0 });
      expect((await reader.order(ORDER, freshness)).value).toMatchObject({ status: 'CONFIRMED', version: 2 });
      expect((await reader.product('A' as Sku, freshness)).value).toMatchObject({ name: 'Thing', version: 1 });
    }
  });

  test('a list that would be older than asked for is refused', async () => {
    for (const freshness of [after(later), bounded(0), strong]) {
      await expect(reader.orders(page, freshness)).rejects.toBeInstanceOf(NotFreshEnoughError);
      const ledger = reader.ledger({ filters: item, limit: 5 }, freshness);
      await expect(ledger).rejects.toMatchObject({ code: 'not-fresh-enough', retryAfterSeconds: 1 });
    }
  });

  test('a bound that holds is served from the view', async () => {
    const { value, level } = await reader.stockItems(page, bounded(60_000));
    expect(value.items).toMatchObject([{ onHand: 9 }]);
    expect(level).toBe('bounded; max-ms=60000');
  });

  test('a read with a token that the view has reached is served from the view', async () => {
    expect((await reader.stock(item, after(first))).value).toMatchObject({ version: 1 });
  });

  test('a read waits until the view has seen the token', async () => {
    const projector = shop.projector();
    const { reader: waiting } = await shop.reader({
      board: projector.board,
      viewWaitMsMax: 5_000,
      readWaitMsMax: 5_000,
    });
    const reads = Promise.all([
      waiting.stockItems(page, strong),
      waiting.orders(page, after(later)),
      waiting.stock(item, after(later)),
    ]);
    projector.start();
    const [stock, orders, one] = await reads;
    expect(stock.value.items).toMatchObject([{ onHand: 7 }]);
    expect(orders.value.items).toMatchObject([{ orderId: ORDER, status: 'CONFIRMED' }]);
    expect(one).toMatchObject({ value: { version: 2 }, level: 'read-your-writes', stalenessMs: 0 });
  });

  test('the token of a reply makes the next read no older', async () => {
    const { signer, reader: next } = await shop.reader({ readWaitMsMax: 50 });
    const { token } = await reader.stock(item, strong);
    await expect(next.stockItems(page, after(...signer.parse(token)))).rejects.toBeInstanceOf(NotFreshEnoughError);
    expect((await next.stock(item, after(...signer.parse(token)))).value).toMatchObject({ version: 2 });
  });
});

test('a strong read sees an acknowledged write above the horizon, or is refused', async () => {
  const projector = shop.projector();
  projector.start();
  const open = await shop.pool.connect();
  await open.query('begin');
  await open.query('select pg_current_xact_id()');
  await shop.append(...eventsOf('stock-main/A', [taken(2)], 2));
  await expect(reader.stockItems(page, strong)).rejects.toBeInstanceOf(NotFreshEnoughError);
  expect((await reader.stock(item, strong)).value).toMatchObject({ version: 2 });
  await open.query('rollback');
  open.release();
  const { reader: patient } = await shop.reader({ readWaitMsMax: 5_000 });
  expect((await patient.stockItems(page, strong)).value.items).toMatchObject([{ version: 2 }]);
});

test.each([
  'delete from stock_availability',
  'update stock_availability set version = 0, on_hand = 1',
  'update stock_availability set version = 5, on_hand = 1',
])('a damaged row is not served above eventual: %s', async (damage) => {
  await shop.database.query(damage);
  expect((await reader.stock(item, after(first))).value).toMatchObject({ onHand: 9, version: 1 });
  expect((await reader.stock(item, bounded(60_000))).value).toMatchObject({ onHand: 9, version: 1 });
});

test('what does not exist is undefined at every level', async () => {
  const nothing = { location: 'main', sku: 'NONE' } as StockKey;
  for (const freshness of [eventual, after(first), bounded(1_000), strong]) {
    expect((await reader.stock(nothing, freshness)).value).toBeUndefined();
  }
});

test('a long stream is folded from its snapshot and the events after it', async () => {
  const facts = Array.from({ length: 1_300 }, () => taken(1));
  await shop.append(...eventsOf('stock-main/B', [received(2_000), ...facts]));
  const snapshot = { stream: 'stock-main/B', version: 1_200, schemaVersion: 1, state: { onHand: 801, reserved: 0 } };
  const b = { location: 'main', sku: 'B' } as StockKey;
  const { reader: withSnapshots } = await shop.reader();
  const expected = { onHand: 700, version: 1_301 };
  expect((await withSnapshots.stock(b, strong)).value).toMatchObject(expected);
  const ofOtherShape = { ...snapshot, schemaVersion: 2, state: { units: 'many' } };
  for (const kept of [snapshot, ofOtherShape]) {
    await shop.store.saveSnapshots([kept]);
    expect((await withSnapshots.stock(b, strong)).value).toMatchObject(expected);
  }
  await shop.store.saveSnapshots([{ ...snapshot, version: 1_301, state: { onHand: 123, reserved: 0 } }]);
  expect((await withSnapshots.stock(b, strong)).value).toMatchObject({ onHand: 123, version: 1_301 });
});

test('while the database is away, reads are unavailable', async () => {
  const { pool } = await Shop.open().then(async (other) => {
    await other.close();
    return other;
  });
  const { reader: cut } = await shop.reader({ pool });
  await expect(cut.stockItems(page, eventual)).rejects.toMatchObject({ code: 'unavailable' });
});
