import type { Position } from '@firstwrite/event-store';
import { eventually } from '@firstwrite/testing';
import { eventsOf, received, taken } from '../test/events';
import { shopHistory } from '../test/history';
import { projections, Shop } from '../test/shop';
import { allRows, stockByEvents } from '../test/views';
import { readLag } from './lag';

let shop: Shop;
beforeEach(async () => void (shop = await Shop.open()));
afterEach(() => shop.close());

async function appendHistory(): Promise<Position> {
  let position: Position | undefined;
  for (const batch of shopHistory()) position = await shop.append(...batch);
  return position as Position;
}

const stock = () =>
  shop.database.query<{ sku: string; version: number; on_hand: string }>('select * from stock_availability');

test('the views equal a fold of the events, appended before and while it runs', async () => {
  const batches = shopHistory();
  for (const batch of batches.slice(0, 40)) await shop.append(...batch);
  const projector = shop.projector();
  projector.start();
  let last: Position | undefined;
  for (const batch of batches.slice(40)) last = await shop.append(...batch);
  expect(await projector.caughtUpTo(last as Position, { withinMs: 60_000 })).toBe(true);
  const rows = await allRows(shop.database);
  expect(rows['stock_availability']).toEqual(await stockByEvents(shop.database));
  expect(rows['stock_ledger']).toHaveLength(10 * 101);
  expect(rows['order_view']?.filter((order) => 'status' in order && order.status === 'CONFIRMED')).toHaveLength(50);
  expect(rows['product_view']).toHaveLength(10);
  expect((await readLag(shop.pool, 0, projections.names)).map(({ events, oldestMs }) => events + oldestMs)).toEqual([
    0, 0, 0, 0,
  ]);
});

test('events that are delivered again change nothing', async () => {
  await shop.projectAll(await appendHistory());
  const before = await allRows(shop.database);
  await shop.database.query(`update projection_checkpoint set era = 0, transaction_id = '0', number = 0`);
  const position = await shop.append(...eventsOf('product-LAST', [['ProductCreated', { sku: 'LAST', name: 'Last' }]]));
  await shop.projectAll(position);
  const after = await allRows(shop.database);
  expect(after).toEqual({ ...before, product_view: expect.anything() });
});

test('rows that a view has lost are folded again from the store', async () => {
  await shop.projectAll(await shop.append(...eventsOf('stock-main/A', [received(5), taken(1), taken(1)])));
  await shop.database.query('delete from stock_availability');
  await shop.database.query('delete from stock_ledger where version > 1');
  await shop.projectAll(await shop.append(...eventsOf('stock-main/A', [taken(1)], 4)));
  expect(await stock()).toMatchObject([{ version: 4, on_hand: '2' }]);
  const ledger = await shop.database.query('select version, on_hand_after from stock_ledger order by version');
  expect(ledger.map((row) => Object.values(row).map(Number))).toEqual([
    [1, 5],
    [2, 4],
    [3, 3],
    [4, 2],
  ]);
});

test.each(['NULL', '', ' a, b ', '{"x"}', `it's \\ "quoted" \\n`, 'line\nbreak\ttab', 'naïve 日本 😀'])(
  'text is stored unchanged: %j',
  async (name) => {
    const facts = [
      ['ProductCreated', { sku: 'A', name, description: name, attributes: { [name || 'k']: name } }],
    ] as const;
    await shop.projectAll(await shop.append(...eventsOf('product-A', facts)));
    const rows = await shop.database.query('select name, description, attributes from product_view');
    expect(rows).toEqual([{ name, description: name, attributes: { [name || 'k']: name } }]);
  },
);

test('small batches and pieces give the same views', async () => {
  const position = await appendHistory();
  const projector = shop.projector({ batchEventsMax: 7 });
  projector.start();
  expect(await projector.caughtUpTo(position, { withinMs: 60_000 })).toBe(true);
  expect(await shop.database.query('select * from stock_availability order by 1, 2')).toEqual(
    await stockByEvents(shop.database),
  );
});

test('the lag counts the events beyond the checkpoint, and tells their age', async () => {
  await shop.append(...eventsOf('stock-main/A', [received(5), taken(1)]));
  const lag = await readLag(shop.pool, 0, projections.names);
  expect(lag.map(({ projection, events }) => [projection, events])).toContainEqual(['orders', 2]);
  expect(lag.every(({ oldestMs }) => oldestMs < 60_000)).toBe(true);
});

test('an event of another process is found without a wake', async () => {
  const projector = shop.projector();
  projector.start();
  const events = eventsOf('stock-main/A', [received(5)]);
  const { position } = await shop.store.append({ events, confirm: [], guards: [], rows: [] });
  expect(await projector.caughtUpTo(position as Position, { withinMs: 60_000 })).toBe(true);
});

test('an event that an older open transaction holds back is projected after that transaction ends', async () => {
  const projector = shop.projector();
  projector.start();
  const open = await shop.pool.connect();
  await open.query('begin');
  await open.query('select pg_current_xact_id()');
  const position = await shop.append(...eventsOf('stock-main/A', [received(5)]));
  expect(await projector.caughtUpTo(position, { withinMs: 100 })).toBe(false);
  await open.query('commit');
  open.release();
  expect(await projector.caughtUpTo(position, { withinMs: 60_000 })).toBe(true);
});

test('stop finishes the current batches, and a new projector continues after them', async () => {
  const first = shop.projector();
  first.start();
  await appendHistory();
  await first.stop();
  await shop.projectAll(await shop.append(...eventsOf('stock-main/NEW', [received(1)])));
  expect(await shop.database.query('select * from stock_availability order by 1, 2')).toEqual(
    await stockByEvents(shop.database),
  );
  await eventually(async () => expect(shop.pool.waitingCount).toBe(0), { withinMs: 1_000 });
});
