import type { OrderId, StockKey } from '@firstwrite/shop';
import type { Position } from '@firstwrite/event-store';
import { confirmed, eventsOf, placed, received, taken } from '../views/test/events';
import { orderIdOf } from '../views/test/history';
import { mend, spoilt } from '../views/test/poison';
import { Shop } from '../views/test/shop';
import { discardParked } from '@firstwrite/views';
import type { Freshness } from './consistency/consistency';
import type { ShopReader } from '../shop/test/shop-reader';

const A = 'stock-main/A';
const item = { location: 'main', sku: 'A' } as StockKey;
const orderId = orderIdOf(1) as OrderId;
const decision = { reason: 'typed in by hand', actor: 'anna' };
const eventual: Freshness = { consistency: { level: 'eventual' }, seen: [] };

let shop: Shop;
let reader: ShopReader;
let above: readonly Freshness[];
beforeEach(async () => {
  shop = await Shop.open();
  ({ reader } = await shop.reader());
});
afterEach(() => shop.close());

async function projected(position: Position): Promise<void> {
  await shop.projectAll(position);
  above = [
    { consistency: { level: 'read-your-writes' }, seen: [position] },
    { consistency: { level: 'bounded', maxMs: 60_000 }, seen: [] },
    { consistency: { level: 'strong' }, seen: [] },
  ];
}

test('a parked stream is read from its events above eventual, and from its last row otherwise', async () => {
  await projected(await shop.append(...eventsOf(A, [received(9), spoilt(taken(1)), taken(2)])));
  await mend(shop.database, A, 2, taken(1));
  for (const freshness of above) {
    expect(await reader.stock(item, freshness)).toMatchObject({ value: { onHand: 6, version: 3 }, stalenessMs: 0 });
  }
  expect((await reader.stock(item, eventual)).value).toMatchObject({ onHand: 9, version: 1 });
  const { value } = await reader.stockItems({ filters: {}, limit: 5 }, { ...eventual, seen: above[0]?.seen ?? [] });
  expect(value.items).toMatchObject([{ onHand: 9, version: 1 }]);
});

test('an entity that this build cannot fold is unavailable above eventual; eventual returns its last row', async () => {
  const order = [placed({ orderId }), spoilt(confirmed()), confirmed()];
  await projected(await shop.append(...eventsOf(A, [spoilt(received(9))]), ...eventsOf(`order-${orderId}`, order)));
  for (const freshness of above) {
    await expect(reader.order(orderId, freshness)).rejects.toMatchObject({
      code: 'unavailable',
      message: `version 2 of order-${orderId} (Riddle) cannot be read by this build, so its state cannot be told`,
      retryAfterSeconds: 60,
    });
    await expect(reader.stock(item, freshness)).rejects.toMatchObject({ code: 'unavailable' });
  }
  expect((await reader.order(orderId, eventual)).value).toMatchObject({ status: 'NEW', version: 1 });
  expect((await reader.stock(item, eventual)).value).toBeUndefined();
});

test('a discarded event is left out of every answer, even if a snapshot contains it', async () => {
  const facts = [received(1_000), spoilt(taken(500)), ...Array.from({ length: 200 }, () => taken(1))];
  await projected(await shop.append(...eventsOf(A, facts)));
  await shop.store.saveSnapshots([
    { stream: A, version: 150, schemaVersion: 1, state: { onHand: 1_000 - 500 - 148, reserved: 0 } },
  ]);
  await discardParked(shop.parkedParts, { projection: 'stock-availability', stream: A }, decision);
  for (const freshness of [...above, eventual]) {
    expect((await reader.stock(item, freshness)).value).toMatchObject({ onHand: 800, version: 202 });
  }
});

test('an entity does not exist when the event that makes its row was discarded', async () => {
  await projected(await shop.append(...eventsOf(`order-${orderId}`, [spoilt(placed({ orderId })), confirmed()])));
  await discardParked(shop.parkedParts, { projection: 'orders', stream: `order-${orderId}` }, decision);
  for (const freshness of [...above, eventual]) expect((await reader.order(orderId, freshness)).value).toBeUndefined();
});
