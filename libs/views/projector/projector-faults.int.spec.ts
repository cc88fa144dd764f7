import type { Position } from '@firstwrite/event-store';
import { eventually } from '@firstwrite/testing';
import { confirmed, eventsOf, placed, received, taken } from '../test/events';
import { orderIdOf, shopHistory } from '../test/history';
import { PublishedWindow } from '../test/published-window';
import { Shop } from '../test/shop';
import { stockByEvents } from '../test/views';

let shop: Shop;
beforeEach(async () => void (shop = await Shop.open()));
afterEach(() => shop.close());

const stockView = () => shop.database.query('select * from stock_availability order by 1, 2');

async function epochs(): Promise<number> {
  const [row] = await shop.database.query<{ epochs: string }>('select sum(epoch) as epochs from projection_checkpoint');
  return Number(row?.epochs);
}

test('two projectors on one database keep the views right, and do not take them from each other in turns', async () => {
  const first = shop.projector({ fencedMs: 200 });
  const second = shop.projector({ fencedMs: 200 });
  first.start();
  second.start();
  let last: Position | undefined;
  for (const batch of shopHistory()) last = await shop.append(...batch);
  expect(await first.caughtUpTo(last as Position, { withinMs: 60_000 })).toBe(true);
  expect(await second.caughtUpTo(last as Position, { withinMs: 60_000 })).toBe(true);
  expect(await stockView()).toEqual(await stockByEvents(shop.database));
  expect(await epochs()).toBeLessThanOrEqual(4 * 4);
});

test('when the owner stops, the fenced projector takes over', async () => {
  const fenced = shop.projector({ fencedMs: 100 });
  fenced.start();
  await fenced.caughtUpTo(await shop.append(...eventsOf('stock-main/A', [received(9)])), { withinMs: 5_000 });
  const owner = shop.projector({ fencedMs: 100 });
  owner.start();
  const second = await shop.append(...eventsOf('stock-main/A', [taken(1)], 2));
  expect(await owner.caughtUpTo(second, { withinMs: 60_000 })).toBe(true);
  await owner.stop();
  const third = await shop.append(...eventsOf('stock-main/A', [taken(1)], 3));
  expect(await fenced.caughtUpTo(third, { withinMs: 60_000 })).toBe(true);
  expect(await stockView()).toMatchObject([{ version: 3, on_hand: '7' }]);
});

test('a failed batch writes neither rows nor checkpoint, is retried, and does not stop other views', async () => {
  await shop.database.query(`
    create function refuse() returns trigger language plpgsql as $$ begin raise exception 'refused'; end $$`);
  await shop.database.query('create trigger refuse after insert on order_sku execute function refuse()');
  const projector = shop.projector();
  projector.start();
  const orderId = orderIdOf(1);
  const position = await shop.append(
    ...eventsOf('stock-main/A', [received(9)]),
    ...eventsOf(`order-${orderId}`, [placed({ orderId })]),
  );
  await eventually(() => expect(projector.board.hasReached('stock-ledger', position)).toBe(true), { withinMs: 5_000 });
  await eventually(() => expect(shop.log.lines).toContainEqual(expect.objectContaining({ level: 'warn' })), {
    withinMs: 5_000,
  });
  expect(await shop.database.query('select * from order_view')).toEqual([]);
  const checkpoint = await shop.database.query(`select number from projection_checkpoint where projection = 'orders'`);
  expect(checkpoint).toEqual([{ number: '0' }]);
  await shop.database.query('drop trigger refuse on order_sku');
  expect(await projector.caughtUpTo(position, { withinMs: 60_000 })).toBe(true);
  expect(await shop.database.query('select status from order_view')).toEqual([{ status: 'NEW' }]);
});

test('a locked view delays that view alone', async () => {
  const projector = shop.projector();
  projector.start();
  await projector.caughtUpTo(await shop.append(...eventsOf('stock-main/A', [received(9)])), { withinMs: 5_000 });
  await shop.database.query('begin');
  await shop.database.query('lock table stock_ledger in exclusive mode');
  let position: Position | undefined;
  for (const version of [2, 3, 4]) {
    position = await shop.append(...eventsOf('stock-main/A', [taken(1)], version));
    for (const name of ['stock-availability', 'orders', 'products']) {
      await eventually(() => expect(projector.board.hasReached(name, position as Position)).toBe(true), {
        withinMs: 400,
      });
    }
  }
  expect(projector.board.hasReached('stock-ledger', position as Position)).toBe(false);
  await shop.database.query('commit');
  expect(await projector.caughtUpTo(position as Position, { withinMs: 60_000 })).toBe(true);
});

test('lost connections are replaced, and no event is missed', async () => {
  const projector = shop.projector();
  projector.start();
  let last: Position | undefined;
  for (const [at, batch] of shopHistory().entries()) {
    last = await shop.append(...batch);
    if (at % 30 !== 5) continue;
    await shop.database.query(`
      select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and query like '%projection_checkpoint%' and pid <> pg_backend_pid()`);
  }
  expect(await projector.caughtUpTo(last as Position, { withinMs: 60_000 })).toBe(true);
  expect(await stockView()).toEqual(await stockByEvents(shop.database));
});

describe('rows and checkpoints that a crash of the database took back', () => {
  const tables = ['stock_availability', 'stock_ledger', 'projection_checkpoint'];
  const ledger = () => shop.database.query('select on_hand_after from stock_ledger order by version');
  let published: PublishedWindow;

  async function publish(...events: Parameters<Shop['append']>): Promise<Position> {
    const position = await shop.append(...events);
    await shop.untilInFeed(position);
    await published.publish();
    return position;
  }

  // A projector that follows a published log has no query in flight that would fail.
  beforeEach(async () => {
    const projector = shop.projector({ publishedLog: { onPassed: () => undefined } });
    published = new PublishedWindow(shop, projector, 1);
    projector.start();
    const first = await publish(...eventsOf('stock-main/A', [received(9)]));
    expect(await projector.caughtUpTo(first, { withinMs: 60_000 })).toBe(true);
    for (const table of tables) await shop.database.query(`create table early_${table} as table ${table}`);
    const second = await publish(...eventsOf('stock-main/A', [taken(1)], 2));
    expect(await projector.caughtUpTo(second, { withinMs: 60_000 })).toBe(true);
    const takeBack = tables.map((table) => `delete from ${table}; insert into ${table} table early_${table}`);
    await shop.database.query(takeBack.join(';'));
    expect(await ledger()).toEqual([{ on_hand_after: '9' }]);
  });

  test('are folded again before a later event', async () => {
    await publish(...eventsOf('stock-main/A', [taken(1)], 3));
    const all = [{ on_hand_after: '9' }, { on_hand_after: '8' }, { on_hand_after: '7' }];
    await eventually(async () => expect(await ledger()).toMatchObject(all), { withinMs: 10_000 });
    const byEvents = await stockByEvents(shop.database);
    await eventually(async () => expect(await stockView()).toEqual(byEvents), { withinMs: 10_000 });
  });

  test('are folded again without a later event, because the connections were lost', async () => {
    await shop.database.query(`
      select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and application_name = 'firstwrite'`);
    const all = [{ on_hand_after: '9' }, { on_hand_after: '8' }];
    await eventually(async () => expect(await ledger()).toMatchObject(all), { withinMs: 10_000 });
    const byEvents = await stockByEvents(shop.database);
    await eventually(async () => expect(await stockView()).toEqual(byEvents), { withinMs: 10_000 });
  });
});

test('an event that cannot be read parks its stream, and all other streams go on', async () => {
  const projector = shop.projector();
  projector.start();
  const poisoned = `order-${orderIdOf(1)}`;
  await shop.append(...eventsOf(poisoned, [placed({ orderId: orderIdOf(1) }), ['OrderSung', {}], confirmed()]));
  const position = await shop.append(...eventsOf(`order-${orderIdOf(2)}`, [placed({ orderId: orderIdOf(2) })]));
  expect(await projector.caughtUpTo(position, { withinMs: 60_000 })).toBe(true);
  expect(await shop.database.query('select projection, stream, version, type from parked_stream')).toEqual([
    { projection: 'orders', stream: poisoned, version: 2, type: 'OrderSung' },
  ]);
  const later = await shop.append(...eventsOf(poisoned, [confirmed()], 4));
  expect(await projector.caughtUpTo(later, { withinMs: 60_000 })).toBe(true);
  expect(await shop.database.query('select order_id, version from order_view order by order_id')).toEqual([
    { order_id: orderIdOf(1), version: 1 },
    { order_id: orderIdOf(2), version: 1 },
  ]);
  const said = shop.log.lines.filter(({ level }) => level === 'error');
  expect(said).toMatchObject([{ details: { projection: 'orders', stream: poisoned } }]);
});

test('a projector that takes over leaves parked streams where they are', async () => {
  const poisoned = `order-${orderIdOf(1)}`;
  await shop.projectAll(
    await shop.append(...eventsOf(poisoned, [placed({ orderId: orderIdOf(1) }), ['OrderSung', {}]])),
  );
  await shop.projectAll(await shop.append(...eventsOf(poisoned, [confirmed()], 3)));
  expect(await shop.database.query('select version, attempts from parked_stream')).toEqual([
    { version: 2, attempts: 1 },
  ]);
  expect(await shop.database.query('select version from order_view')).toEqual([{ version: 1 }]);
});
