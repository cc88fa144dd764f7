import type { Position } from '@firstwrite/event-store';
import { confirmed, eventsOf, placed } from '../test/events';
import { orderIdOf, shopHistory } from '../test/history';
import { mend, spoilt, viewBytes } from '../test/poison';
import { Rebuilds } from '../test/rebuilds';
import { Shop } from '../test/shop';
import { rebuildView } from './rebuild-view';
import { dropReplacedView, rollBackView } from './roll-back-view';

let shop: Shop;
let rebuilds: Rebuilds;
beforeEach(async () => {
  shop = await Shop.open();
  rebuilds = new Rebuilds(shop);
  let position: Position | undefined;
  for (const batch of shopHistory()) position = await shop.append(...batch);
  await shop.projectAll(position as Position);
});
afterEach(async () => {
  await rebuilds.close();
  await shop.close();
});

const orderOf = async (orderId: string) => {
  const text = 'select status, version, total from order_view where order_id = $1';
  return (await shop.database.query(text, [orderId]))[0];
};
const parked = () => shop.database.query('select projection, stream, version, attempts from parked_stream');

test('a rollback restores the old rows, brought up to date, and a second one the new rows', async () => {
  const [damaged, moved] = [orderIdOf(98), orderIdOf(99)];
  await shop.database.query('update order_view set total = 1 where order_id = $1', [damaged]);
  await rebuildView('orders', rebuilds.options());
  await shop.projectAll(await shop.append(...eventsOf(`order-${moved}`, [confirmed()], 2)));
  const later = orderIdOf(500);
  await shop.untilInFeed(await shop.append(...eventsOf(`order-${later}`, [placed({ orderId: later })])));

  await rollBackView('orders', rebuilds.options());
  expect(await orderOf(damaged)).toEqual({ status: 'NEW', version: 1, total: '1' });
  expect(await orderOf(moved)).toMatchObject({ status: 'CONFIRMED', version: 2 });
  expect(await orderOf(later)).toMatchObject({ status: 'NEW' });
  await rollBackView('orders', rebuilds.options());
  expect(await orderOf(damaged)).toEqual({ status: 'NEW', version: 1, total: '600' });
  expect(await rebuilds.tables()).toEqual(['order_sku__before', 'order_view__before']);
});

test('a rollback is refused before the first rebuild, and after the replaced view was dropped', async () => {
  const refused = { code: 'nothing-to-roll-back' };
  await expect(rollBackView('orders', rebuilds.options())).rejects.toMatchObject(refused);
  await rebuildView('orders', rebuilds.options());
  const before = await viewBytes(shop.database);
  for (let times = 0; times < 2; times++) await dropReplacedView('orders', rebuilds.options());
  expect(await rebuilds.tables()).toEqual([]);
  await expect(rollBackView('orders', rebuilds.options())).rejects.toMatchObject(refused);
  expect(await viewBytes(shop.database)).toEqual(before);
});

test('parked streams are swapped together with the rows that lack their events', async () => {
  const stream = `order-${orderIdOf(99)}`;
  const other = `order-${orderIdOf(97)}`;
  const riddle = eventsOf(stream, [spoilt(confirmed())], 2);
  await shop.projectAll(await shop.append(...riddle, ...eventsOf(other, [spoilt(confirmed())], 2)));
  await shop.database.query(`update parked_stream set attempts = 3 where stream = $1`, [other]);
  await mend(shop.database, stream, 2, confirmed());

  const { parkedStreams } = await rebuildView('orders', rebuilds.options());
  const atOther = { projection: 'orders', stream: other, version: 2, attempts: 3 };
  expect([parkedStreams, await parked()]).toEqual([1, [atOther]]);
  expect(await orderOf(orderIdOf(99))).toMatchObject({ status: 'CONFIRMED' });
  expect(await orderOf(orderIdOf(97))).toMatchObject({ status: 'NEW', version: 1 });

  await rollBackView('orders', rebuilds.options());
  expect(await parked()).toEqual(expect.arrayContaining([atOther, { ...atOther, stream, attempts: 1 }]));
  expect(await orderOf(orderIdOf(99))).toMatchObject({ status: 'NEW', version: 1 });
  await rollBackView('orders', rebuilds.options());
  expect(await parked()).toEqual([atOther]);
});

test('a rebuild leaves discarded events out, and continues the streams that were parked at them', async () => {
  const stream = `order-${orderIdOf(99)}`;
  const position = await shop.append(...eventsOf(stream, [spoilt(confirmed())], 2));
  await shop.projectAll(position);
  await shop.append(...eventsOf(stream, [confirmed()], 3));
  await shop.database.query(
    `insert into discarded_event (projection, store, stream, version, type, problem, reason, actor)
     select projection, store, stream, version, type, reason, 'a test', 'anna' from parked_stream`,
  );
  expect(await rebuildView('orders', rebuilds.options())).toMatchObject({ parkedStreams: 0 });
  expect(await parked()).toEqual([]);
  expect(await orderOf(orderIdOf(99))).toMatchObject({ status: 'CONFIRMED', version: 3 });
});
