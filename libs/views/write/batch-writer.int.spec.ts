import { beginningOf, type Position } from '@firstwrite/event-store';
import { projections, Shop } from '../test/shop';
import type { VersionedRow } from '../fold/projection';
import { Checkpoints, type Checkpoint } from '@firstwrite/feed';
import { BatchWriter } from './batch-writer';
import { SharedTransaction } from './shared-transaction';
import { ViewTable } from '../table/view-table';

const NAME = 'stock-availability';
const at = (transaction: number) => ({ store: 0, era: 1, transaction, number: 1 }) as Position;
const row = (version: number, onHand: number) => ({ location: 'main', sku: 'A', version, onHand, reserved: 0 });

let shop: Shop;
let table: ViewTable;
let writer: BatchWriter;
let checkpoints: Checkpoints;
let claim: Checkpoint;
beforeEach(async () => {
  shop = await Shop.open();
  table = new ViewTable(shop.pool, projections.named(NAME));
  writer = writerOf(NAME);
  checkpoints = new Checkpoints(shop.pool, 0);
  claim = await claimed(0, 1);
});
afterEach(() => shop.close());

function writerOf(name: string): BatchWriter {
  const { pool } = shop;
  const shared = new SharedTransaction(pool, 0);
  return new BatchWriter({ pool, shared, projection: projections.named(name), store: 0 });
}

async function claimed(partition: number, count: number): Promise<Checkpoint> {
  return (await checkpoints.claim(NAME, [partition], count)).get(partition) as Checkpoint;
}

async function current(partition = 0, count = 1): Promise<Checkpoint | undefined> {
  return (await checkpoints.read(NAME, [partition], count)).get(partition);
}

/** Whether the rows were written and the checkpoint was moved. */
async function project(rows: readonly VersionedRow[], claim: Checkpoint, to: Position): Promise<boolean> {
  return (await writer.write([{ partition: 0, claim, to, rows, parked: [] }])).has(0);
}

const onHand = async () =>
  [...(await table.load(['stock-main/A'])).values()].map((found) => Object(found).onHand as number);

test('rows and checkpoint are written together', async () => {
  expect(await project([row(1, 5)], claim, at(7))).toBe(true);
  expect(await onHand()).toEqual([5]);
  expect(await current()).toEqual({ ...claim, position: at(7) });
});

test('a fenced owner writes neither rows nor checkpoint', async () => {
  const next = await claimed(0, 1);
  expect(await project([row(1, 5)], claim, at(7))).toBe(false);
  expect(await project([], claim, at(7))).toBe(false);
  expect(await onHand()).toEqual([]);
  expect(await current()).toEqual(next);
  expect(await project([row(1, 6)], next, at(7))).toBe(true);
});

test.each([
  ['further than', at(7)],
  ['behind', beginningOf(0)],
])('a batch folded from a position is not written if the checkpoint is %s it', async (_, stored) => {
  const folded = { ...claim, position: at(6) };
  if (stored !== claim.position) await project([], claim, stored);
  expect(await project([row(2, 9)], folded, at(8))).toBe(false);
  expect(await project([], folded, at(8))).toBe(false);
  expect(await onHand()).toEqual([]);
  expect(await current()).toEqual({ ...claim, position: stored });
});

test('a batch sent twice is written once', async () => {
  expect(await project([row(1, 5)], claim, at(7))).toBe(true);
  expect(await project([row(1, 9)], claim, at(7))).toBe(false);
  expect(await onHand()).toEqual([5]);
});

test('a row never goes back', async () => {
  await project([row(3, 5)], claim, at(7));
  expect(await project([row(2, 9)], { ...claim, position: at(7) }, at(8))).toBe(true);
  expect(await onHand()).toEqual([5]);
});

test('a fold of rows that were rewritten meanwhile is not written', async () => {
  await project([row(3, 5)], claim, at(7));
  await shop.database.query('update stock_availability set on_hand = 4');
  await shop.database.query('update projection_checkpoint set generation = generation + 1');
  expect(await project([row(4, 6)], claim, at(8))).toBe(false);
  expect(await onHand()).toEqual([4]);
  const now = (await current()) as Checkpoint;
  expect(await project([row(4, 5)], now, at(8))).toBe(true);
});

describe('a view in several partitions', () => {
  const part = (partition: number, claim: Checkpoint, rows: readonly VersionedRow[]) => ({
    ...{ partition, claim, rows, to: at(7), parked: [] },
  });

  test('when one of two partitions is fenced, only the other is written', async () => {
    const claims = await checkpoints.claim(NAME, [0, 1], 2);
    await checkpoints.claim(NAME, [1], 2);
    const rows = (sku: string) => [{ ...row(1, 5), sku }];
    const moved = await writer.write([
      part(0, claims.get(0) as Checkpoint, rows('A')),
      part(1, claims.get(1) as Checkpoint, rows('B')),
    ]);
    expect([...moved]).toEqual([0]);
    expect([...(await table.load(['stock-main/A', 'stock-main/B'])).keys()]).toEqual(['stock-main/A']);
  });

  test('another number of partitions begins at the partition furthest behind, and fences all owners', async () => {
    const claims = await checkpoints.claim(NAME, [0, 1], 2);
    await writer.write([part(1, claims.get(1) as Checkpoint, [])]);
    const divided = await checkpoints.claim(NAME, [2], 3);
    expect(divided.get(2)).toMatchObject({ position: beginningOf(0) });
    expect((await writer.write([part(0, claims.get(0) as Checkpoint, [row(1, 5)])])).size).toBe(0);
    expect((await current(0, 2)) ?? 'none').toBe('none');

    for (const [partition, transaction] of [
      [0, 30],
      [1, 10],
      [2, 20],
    ] as const) {
      const claim = await claimed(partition, 3);
      await writer.write([{ ...part(partition, claim, []), to: at(transaction) }]);
    }
    expect(await claimed(0, 1)).toMatchObject({ position: at(10) });
  });

  test('a stream is parked in the transaction of its checkpoint', async () => {
    const parked = [{ stream: 'stock-main/A', version: 2, type: 'Odd', message: 'unknown "type"' }];
    const fenced = { ...claim, epoch: '0' };
    await writer.write([{ ...part(0, fenced, []), parked }]);
    expect(await shop.database.query('select * from parked_stream')).toEqual([]);
    expect((await writer.write([{ ...part(0, claim, [row(1, 5)]), parked }])).has(0)).toBe(true);
    expect(await shop.database.query('select stream, version, type, reason from parked_stream')).toEqual([
      { stream: 'stock-main/A', version: 2, type: 'Odd', reason: 'unknown "type"' },
    ]);
    expect(await onHand()).toEqual([5]);
  });
});

describe('rows that are new to the view are copied', () => {
  const plan = (id: number, version: number, note: string) => ({
    orderId: `00000000-0000-4000-8000-00000000000${id}`,
    version,
    status: 'NEW',
    customerId: note,
    currency: 'EUR',
    lines: [{ sku: 'A', location: 'main', quantity: 1, unitPrice: 1 }],
    total: 1,
    placedAt: '2026-01-01T00:00:00.000Z',
    updatedAt: '2026-01-01T00:00:00.000Z',
  });
  let orders: BatchWriter;
  let ordersClaim: Checkpoint;
  beforeEach(async () => {
    orders = writerOf('orders');
    ordersClaim = (await checkpoints.claim('orders', [0], 1)).get(0) as Checkpoint;
  });

  const write = async (rows: readonly VersionedRow[], to: Position, of = ordersClaim) =>
    (await orders.write([{ partition: 0, claim: of, to, rows, parked: [] }])).has(0);
  const reached = (position: Position) => ({ ...ordersClaim, position });
  const found = () =>
    shop.database.query<{ customer_id: string; version: number }>(
      'select customer_id, version from order_view order by order_id',
    );
  const indexed = async () => (await shop.database.query('select order_id from order_sku')).length;

  test('with any text, and together with their index rows', async () => {
    const text = 'a\\b\tc\nd\re "f" {g}, \\N';
    expect(await write([plan(1, 1, text)], at(7))).toBe(true);
    expect(await found()).toEqual([{ customer_id: text, version: 1 }]);
    expect(await indexed()).toBe(1);
  });

  test('in one transaction with changed rows', async () => {
    await write([plan(1, 1, 'a')], at(7));
    expect(await write([plan(1, 2, "a'a"), plan(2, 1, 'b'), plan(3, 2, 'c')], at(8), reached(at(7)))).toBe(true);
    expect(await found()).toEqual([
      { customer_id: "a'a", version: 2 },
      { customer_id: 'b', version: 1 },
      { customer_id: 'c', version: 2 },
    ]);
    expect(await indexed()).toBe(3);
  });

  test('but not over a row of a greater version', async () => {
    await write([plan(1, 3, 'further')], at(7));
    expect(await write([plan(1, 1, 'a'), plan(2, 1, 'b')], at(8), reached(at(7)))).toBe(true);
    expect(await found()).toMatchObject([{ customer_id: 'further' }, { customer_id: 'b' }]);
  });

  test('but not for a fenced owner', async () => {
    const next = (await checkpoints.claim('orders', [0], 1)).get(0) as Checkpoint;
    expect(await write([plan(1, 1, 'a')], at(7))).toBe(false);
    expect(await found()).toEqual([]);
    expect(await write([plan(1, 1, 'b')], at(7), next)).toBe(true);
    expect(await found()).toMatchObject([{ customer_id: 'b' }]);
  });
});
