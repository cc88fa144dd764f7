import type { Position } from '@firstwrite/event-store';
import { confirmed, created, eventsOf, placed, received, taken, type Fact } from '../test/events';
import { orderIdOf } from '../test/history';
import { emptyViews, mend, spoilt, viewBytes } from '../test/poison';
import type { EventFeed } from '@firstwrite/feed';
import { projections, Shop } from '../test/shop';
import type { ParkedParts } from './repair-step';
import { countParked, findParked, listParked } from './parked-stream';
import { discardParked, retryParked } from './repair-stream';

const A = 'stock-main/A';
const ORDER = `order-${orderIdOf(1)}`;
const stockViews: readonly string[] = ['stock-availability', 'stock-ledger'];
const decision = { reason: 'typed in by hand', actor: 'anna' };

let shop: Shop;
let parts: ParkedParts;
beforeEach(async () => {
  shop = await Shop.open();
  parts = shop.parkedParts;
});
afterEach(() => shop.close());

const retry = (projection: string, stream: string) => retryParked(parts, { projection, stream });
const discard = (projection: string, stream: string) => discardParked(parts, { projection, stream }, decision);
const versionsOf = (view: string) =>
  shop.database.query<{ version: number }>(`select version from ${view} order by version`);

/** Facts of one stream; those at these versions cannot be read. */
const withSpoilt = (facts: readonly Fact[], ...versions: readonly number[]) =>
  facts.map((fact, at) => (versions.includes(at + 1) ? spoilt(fact) : fact));

/** The views equal those of a projection that begins now. */
async function expectAsIfNeverFailed(position: Position): Promise<void> {
  const repaired = await viewBytes(shop.database);
  await emptyViews(shop.database);
  await shop.projectAll(position);
  expect(repaired).toEqual(await viewBytes(shop.database));
  expect(await listParked(shop.pool, 0, projections.names)).toEqual([]);
}

test('later events of a parked stream wait, other streams go on, and a retry repairs the rows', async () => {
  const stock = [received(50), taken(1), taken(2), taken(3)];
  const order = [placed({ orderId: orderIdOf(1), skus: ['A', 'B'] }), confirmed()];
  const position = await shop.append(
    ...eventsOf(A, withSpoilt(stock, 2)),
    ...eventsOf(ORDER, withSpoilt(order, 1)),
    ...eventsOf('product-A', withSpoilt([created('A')], 1)),
    ...eventsOf('stock-main/B', [received(7)]),
  );
  await shop.projectAll(position);
  expect(await versionsOf('stock_availability')).toEqual([{ version: 1 }, { version: 1 }]);
  const parked = await listParked(shop.pool, 0, projections.names);
  expect(parked.sort((one, other) => one.projection.localeCompare(other.projection))).toMatchObject([
    { projection: 'orders', stream: ORDER, version: 1, type: 'Riddle', attempts: 1, waitingEvents: 1 },
    { projection: 'products', stream: 'product-A', version: 1, waitingEvents: 0 },
    { projection: 'stock-availability', stream: A, version: 2, waitingEvents: 2 },
    { projection: 'stock-ledger', stream: A, version: 2, reason: expect.stringContaining('unknown event type') },
  ]);
  expect(await countParked(shop.pool, 0, projections.names)).toContainEqual({ projection: 'stock-ledger', streams: 1 });

  await mend(shop.database, A, 2, taken(1));
  await mend(shop.database, ORDER, 1, placed({ orderId: '' }));
  await mend(shop.database, 'product-A', 1, created('A'));
  for (const view of stockViews) expect(await retry(view, A)).toEqual({ outcome: 'settled', version: 4 });
  expect(await retry('orders', ORDER)).toEqual({ outcome: 'settled', version: 2 });
  expect(await retry('products', 'product-A')).toEqual({ outcome: 'settled', version: 1 });
  expect(await shop.database.query('select on_hand from stock_availability where sku = $1', ['A'])).toEqual([
    { on_hand: '44' },
  ]);
  expect(await shop.database.query('select sku from order_sku order by sku')).toEqual([{ sku: 'A' }, { sku: 'B' }]);
  await expectAsIfNeverFailed(position);
});

test('a retry that fails leaves the stream parked at the event that could not be folded', async () => {
  await shop.projectAll(
    await shop.append(...eventsOf(A, withSpoilt([received(9), taken(1), taken(2), taken(3)], 2, 4))),
  );
  const key = { projection: 'stock-ledger', stream: A } as const;
  const first = await findParked(shop.pool, 0, key);
  expect(await retry('stock-ledger', A)).toMatchObject({ outcome: 'parked', version: 2, attempts: 2 });
  await mend(shop.database, A, 2, taken(1));
  expect(await retry('stock-ledger', A)).toMatchObject({ outcome: 'parked', version: 4, type: 'Riddle', attempts: 3 });
  expect(await findParked(shop.pool, 0, key)).toMatchObject({ version: 4, attempts: 3, parkedAt: first?.parkedAt });
  expect(await versionsOf('stock_ledger')).toEqual([{ version: 1 }, { version: 2 }, { version: 3 }]);
  // Later events still wait.
  await shop.projectAll(await shop.append(...eventsOf(A, [taken(1)], 5)));
  expect(await versionsOf('stock_ledger')).toHaveLength(3);
});

test('a discarded event is left out of every later fold, and the operator and the reason are stored', async () => {
  const facts = withSpoilt([received(9), taken(1), taken(2)], 2);
  const position = await shop.append(
    ...eventsOf(A, facts),
    ...eventsOf(ORDER, withSpoilt([placed({ orderId: orderIdOf(1) }), confirmed()], 1)),
  );
  await shop.projectAll(position);
  for (const view of stockViews) expect(await discard(view, A)).toEqual({ outcome: 'settled', version: 3 });
  // Without the event that places it, an order has no row.
  expect(await discard('orders', ORDER)).toEqual({ outcome: 'settled', version: 2 });
  expect(await shop.database.query('select version, on_hand from stock_availability')).toEqual([
    { version: 3, on_hand: '7' },
  ]);
  expect(await versionsOf('stock_ledger')).toEqual([{ version: 1 }, { version: 3 }]);
  expect(await shop.database.query('select * from discarded_event where projection = $1', ['stock-ledger'])).toEqual([
    {
      ...{
        projection: 'stock-ledger',
        store: 0,
        stream: A,
        version: 2,
        type: 'Riddle',
        discarded_at: expect.any(Date),
      },
      ...{ problem: expect.stringContaining('unknown event type'), ...decision },
    },
  ]);
  await expectAsIfNeverFailed(position);
});

test('after a discard, a later event that cannot be folded parks the stream again', async () => {
  await shop.projectAll(
    await shop.append(...eventsOf(A, withSpoilt([received(9), taken(1), taken(2), taken(3)], 2, 4))),
  );
  await retry('stock-availability', A);
  expect(await discard('stock-availability', A)).toMatchObject({ outcome: 'parked', version: 4, attempts: 1 });
  expect(await shop.database.query('select version, on_hand from stock_availability')).toEqual([
    { version: 3, on_hand: '7' },
  ]);
  expect(await discard('stock-availability', A)).toEqual({ outcome: 'settled', version: 4 });
});

test('a discard needs a parked stream, a stored event, a reason and an actor', async () => {
  await shop.projectAll(await shop.append(...eventsOf(A, withSpoilt([received(9)], 1))));
  const key = { projection: 'stock-ledger', stream: A } as const;
  const discardWith = (reason: string, actor = 'anna') => discardParked(parts, key, { reason, actor });
  for (const reason of ['', '  ', 'x'.repeat(501)])
    await expect(discardWith(reason)).rejects.toBeInstanceOf(RangeError);
  await expect(discardWith('a reason', ' ')).rejects.toBeInstanceOf(RangeError);
  await expect(discard('orders', ORDER)).rejects.toMatchObject({ code: 'not-parked' });
  await expect(retry('stock-ledger', 'stock-main/B')).rejects.toMatchObject({ code: 'not-parked' });
  await shop.database.query('update parked_stream set version = 7');
  await expect(discard('stock-ledger', A)).rejects.toMatchObject({ code: 'cannot-discard' });
  expect(await shop.database.query('select 1 from discarded_event')).toEqual([]);
});

describe('a stream with more waiting events than one transaction takes', () => {
  const facts = [received(5_000), ...Array.from({ length: 700 }, () => taken(1))];
  let position: Position;
  beforeEach(async () => {
    position = await shop.append(...eventsOf(A, withSpoilt(facts, 2)));
    await shop.projectAll(position);
  });

  test('is repaired in steps', async () => {
    await mend(shop.database, A, 2, taken(1));
    for (const view of stockViews) expect(await retry(view, A)).toEqual({ outcome: 'settled', version: 701 });
    await expectAsIfNeverFailed(position);
  });

  test('is repaired in steps without the discarded event', async () => {
    for (const view of stockViews) expect(await discard(view, A)).toEqual({ outcome: 'settled', version: 701 });
    await expectAsIfNeverFailed(position);
  });

  test('stays parked when a retry is killed half-way, and the next retry finishes', async () => {
    await mend(shop.database, A, 2, taken(1));
    let reads = 0;
    const killed: EventFeed['readStream'] = (stream, options) =>
      ++reads > 2 ? Promise.reject(new Error('killed')) : shop.feed.readStream(stream, options);
    const key = { projection: 'stock-ledger', stream: A } as const;
    await expect(retryParked({ ...parts, feed: { readStream: killed } }, key)).rejects.toThrow('killed');
    expect((await versionsOf('stock_ledger')).length).toBeGreaterThan(1);
    expect(await findParked(shop.pool, 0, key)).toMatchObject({ version: 2 });
    await expect(discard('stock-ledger', A)).rejects.toMatchObject({ code: 'cannot-discard' });
    for (const view of stockViews) expect(await retry(view, A)).toEqual({ outcome: 'settled', version: 701 });
    await expectAsIfNeverFailed(position);
  });
});
