import type { Position } from '@firstwrite/event-store';
import { eventually } from '@firstwrite/testing';
import { Client } from 'pg';
import { projections, Shop } from '../test/shop';
import type { VersionedRow } from '../fold/projection';
import { BatchWriter } from './batch-writer';
import { Checkpoints, type Checkpoint } from '@firstwrite/feed';
import { SharedTransaction } from './shared-transaction';

const at = (transaction: number) => ({ store: 0, era: 1, transaction, number: 1 }) as Position;
const available = (version: number) => ({ location: 'main', sku: 'A', version, onHand: 5, reserved: 0 });
const product = (version: number) => ({ sku: 'A', version, name: 'a', description: null, price: null, active: true });

let shop: Shop;
let checkpoints: Checkpoints;
let writers: Record<
  'stock-availability' | 'products',
  (rows: readonly VersionedRow[], to: Position) => Promise<boolean>
>;
beforeEach(async () => {
  shop = await Shop.open();
  checkpoints = new Checkpoints(shop.pool, 0);
  const shared = new SharedTransaction(shop.pool, 0);
  writers = {
    'stock-availability': await writerOf('stock-availability', shared),
    products: await writerOf('products', shared),
  };
});
afterEach(() => shop.close());

async function claimed(name: string): Promise<Checkpoint> {
  return (await checkpoints.claim(name, [0], 1)).get(0) as Checkpoint;
}

async function writerOf(name: string, shared: SharedTransaction) {
  let claim = await claimed(name);
  const { pool } = shop;
  const writer = new BatchWriter({ pool, shared, projection: projections.named(name), store: 0 });
  return async (rows: readonly VersionedRow[], to: Position) => {
    const written = (await writer.write([{ partition: 0, claim, to, rows, parked: [] }])).has(0);
    if (written) claim = { ...claim, position: to };
    return written;
  };
}

/** Writes both views at the same moment. */
function both(stock: readonly VersionedRow[], products: readonly VersionedRow[], to: Position): Promise<boolean[]> {
  return Promise.all([writers['stock-availability'](stock, to), writers.products(products, to)]);
}

/** Which transaction wrote the rows and moved the checkpoint of each view. */
async function transactions(): Promise<Record<string, string>[]> {
  return shop.database.query(`
    select (select xmin::text from stock_availability) as stock, (select xmin::text from product_view) as product,
      array_to_string(array(
        select distinct xmin::text from projection_checkpoint where (era, number) = (1, 1)), ' ') as checkpoints`);
}

test('views that are ready at the same moment are written in one transaction', async () => {
  expect(await both([available(1)], [product(1)], at(7))).toEqual([true, true]);
  const [row] = await transactions();
  expect(row?.stock).toMatch(/^\d+$/);
  expect(row).toEqual({ stock: row?.stock, product: row?.stock, checkpoints: row?.stock });
});

test('the checkpoint of a view without changes moves in the same transaction', async () => {
  expect(await both([available(1)], [], at(7))).toEqual([true, true]);
  expect((await checkpoints.read('products', [0], 1)).get(0)?.position).toEqual(at(7));
});

test('a view with a fenced owner does not keep the other view from being written', async () => {
  await claimed('products');
  expect(await both([available(1)], [product(1)], at(7))).toEqual([true, false]);
  expect(await transactions()).toMatchObject([{ stock: expect.stringMatching(/^\d+$/) as string, product: null }]);
});

test('a row that one view has already does not keep the other view from being written', async () => {
  await both([], [product(1)], at(7));
  expect(await both([available(1)], [product(1)], at(8))).toEqual([true, true]);
});

test('a locked view fails alone, and views are written separately for a while', async () => {
  const other = new Client({ connectionString: shop.database.url });
  await other.connect();
  await other.query('begin; lock table product_view in access exclusive mode');
  const written = await Promise.allSettled([
    writers['stock-availability']([available(1)], at(7)),
    writers.products([product(1)], at(7)),
  ]);
  await other.end();
  expect(written).toMatchObject([{ value: true }, { reason: { code: '55P03' } }]);
  expect(await both([available(2)], [product(1)], at(8))).toEqual([true, true]);
  const [row] = await transactions();
  expect(row?.stock).not.toBe(row?.product);
});

test('a write that waits for a locked table does not hold back the feed: it has no transaction id yet', async () => {
  const other = new Client({ connectionString: shop.database.url });
  await other.connect();
  await other.query('begin; lock table stock_availability in exclusive mode');
  const writing = writers['stock-availability']([available(1)], at(7));
  const waiting = `select pid from pg_locks where relation = 'stock_availability'::regclass and not granted`;
  try {
    await eventually(async () => expect(await shop.database.query(waiting)).toHaveLength(1), { withinMs: 400 });
    const ids = await shop.database.query(
      `select 1 from pg_locks where locktype = 'transactionid' and pid in (${waiting})`,
    );
    expect(ids).toEqual([]);
  } finally {
    await other.end();
    expect(await writing).toBe(true);
  }
});
