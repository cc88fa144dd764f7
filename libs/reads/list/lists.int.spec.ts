import type { Sku, StockKey } from '@firstwrite/shop';
import type { Position } from '@firstwrite/event-store';
import { created, eventsOf, placed, received, taken } from '../../views/test/events';
import { orderIdOf, shopHistory } from '../../views/test/history';
import { Shop } from '../../views/test/shop';
import type { Freshness } from '../consistency/consistency';
import { NotFreshEnoughError } from '../errors';
import type { Page } from './list-reader';
import type { ReadResult } from '../consistency/read-result';
import type { ShopReader } from '../../shop/test/shop-reader';

const eventual: Freshness = { consistency: { level: 'eventual' }, seen: [] };

let shop: Shop;
let reader: ShopReader;
beforeAll(async () => {
  shop = await Shop.open();
  ({ reader } = await shop.reader({ readWaitMsMax: 200 }));
  let position: Position | undefined;
  for (const batch of shopHistory()) position = await shop.append(...batch);
  await shop.projectAll(position as Position);
});
afterAll(() => shop.close());

/** All pages of a list; `between` runs after each. */
async function follow<Item>(
  read: (cursor: string | undefined) => Promise<ReadResult<Page<Item>>>,
  between: () => Promise<unknown> = async () => undefined,
): Promise<Item[]> {
  const items: Item[] = [];
  let cursor: string | undefined;
  do {
    const { value } = await read(cursor);
    items.push(...value.items);
    cursor = value.nextCursor ?? undefined;
    await between();
  } while (cursor !== undefined);
  return items;
}

test('orders come newest first, each once, in pages of any size', async () => {
  const rows = await shop.database.query<{ order_id: string }>(
    'select order_id from order_view order by placed_at desc, order_id desc',
  );
  for (const limit of [1, 7, 100, 500]) {
    const items = await follow((cursor) => reader.orders({ filters: {}, limit, cursor }, eventual));
    expect(items.map(({ orderId }) => orderId)).toEqual(rows.map(({ order_id }) => order_id));
  }
});

test.each([
  [{ status: 'CONFIRMED' as const }, `status = 'CONFIRMED'`],
  [{ customerId: 'c-2' }, `customer_id = 'c-2'`],
  [{ sku: 'S-4' as Sku }, `lines::text like '%"S-4"%'`],
  [
    { sku: 'S-4' as Sku, status: 'NEW' as const, customerId: 'c-1' },
    `lines::text like '%"S-4"%' and status = 'NEW' and customer_id = 'c-1'`,
  ],
])('orders are filtered by %j', async (filters, where) => {
  const rows = await shop.database.query<{ order_id: string }>(
    `select order_id from order_view where ${where} order by placed_at desc, order_id desc`,
  );
  expect(rows.length).toBeGreaterThan(0);
  const items = await follow((cursor) => reader.orders({ filters, limit: 3, cursor }, eventual));
  expect(items.map(({ orderId }) => orderId)).toEqual(rows.map(({ order_id }) => order_id));
});

test('stock comes by location and SKU, filtered by available units', async () => {
  const all = await follow((cursor) => reader.stockItems({ filters: {}, limit: 3, cursor }, eventual));
  expect(all.map(({ sku }) => sku)).toEqual(Array.from({ length: 10 }, (_, at) => `S-${at}`));
  const availableMax = all[0]?.available ?? 0;
  const few = await follow((cursor) => reader.stockItems({ filters: { availableMax }, limit: 4, cursor }, eventual));
  expect(few).toEqual(all.filter(({ available }) => available <= availableMax));
  const one = await reader.stockItems({ filters: { sku: 'S-3' as Sku }, limit: 5 }, eventual);
  expect(one.value).toEqual({ items: [all[3]], nextCursor: null });
});

test('a ledger comes newest first', async () => {
  const filters = { location: 'main', sku: 'S-1' } as StockKey;
  const items = await follow((cursor) => reader.ledger({ filters, limit: 9, cursor }, eventual));
  expect(items.map(({ version }) => version)).toEqual(Array.from({ length: 101 }, (_, at) => 101 - at));
  const none = { location: 'main', sku: 'NONE' } as StockKey;
  expect((await reader.ledger({ filters: none, limit: 9 }, eventual)).value).toEqual({ items: [], nextCursor: null });
});

test('products come by SKU', async () => {
  const items = await follow((cursor) => reader.products({ filters: {}, limit: 4, cursor }, eventual));
  expect(items.map(({ sku }) => sku)).toEqual(Array.from({ length: 10 }, (_, at) => `S-${at}`));
});

test('inserts between the pages do not move existing items', async () => {
  const filters = { customerId: 'c-0' };
  const before = await follow((cursor) => reader.orders({ filters, limit: 100, cursor }, eventual));
  let number = 1_000;
  const insert = async () => {
    const orderId = orderIdOf(number++);
    const order = placed({ orderId, customerId: 'c-0', placedAt: '2027-01-01T00:00:00.000Z' });
    await shop.projectAll(await shop.append(...eventsOf(`order-${orderId}`, [order])));
  };
  const items = await follow((cursor) => reader.orders({ filters, limit: 9, cursor }, eventual), insert);
  expect(items.map(({ orderId }) => orderId)).toEqual(before.map(({ orderId }) => orderId));
});

test('a cursor is refused with other filters or for another list', async () => {
  const { value } = await reader.orders({ filters: { status: 'NEW' }, limit: 2 }, eventual);
  const cursor = value.nextCursor as string;
  const refused = { code: 'invalid-cursor' };
  await expect(reader.orders({ filters: {}, limit: 2, cursor }, eventual)).rejects.toMatchObject(refused);
  await expect(reader.stockItems({ filters: {}, limit: 2, cursor }, eventual)).rejects.toMatchObject(refused);
  const next = await reader.orders({ filters: { status: 'NEW' }, limit: 9, cursor }, eventual);
  expect([next.value.items.length, next.level]).toEqual([9, 'read-your-writes']);
});

test('the next page is never older than the page before', async () => {
  const { value } = await reader.products({ filters: {}, limit: 2 }, eventual);
  const cursor = value.nextCursor as string;
  await shop.database.query(
    `update projection_checkpoint set number = 0, transaction_id = '0' where projection = 'products'`,
  );
  await expect(reader.products({ filters: {}, limit: 2, cursor }, eventual)).rejects.toBeInstanceOf(
    NotFreshEnoughError,
  );
  await shop.projectAll(
    await shop.append(...eventsOf('product-Z', [created('Z')]), ...eventsOf('stock-main/Z', [received(3), taken(1)])),
  );
  expect((await reader.products({ filters: {}, limit: 2, cursor }, eventual)).value.items).toHaveLength(2);
});
