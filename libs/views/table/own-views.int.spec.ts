import { applicationPool, keyedSessionOptions } from '@firstwrite/postgres';
import { Client, type Pool } from 'pg';
import { eventsOf, received } from '../test/events';
import { shopHistory } from '../test/history';
import { projections, Shop } from '../test/shop';
import { allRows } from '../test/views';
import { createOwnViews, dropOwnViews, listOwnViews, ownViewsSessionOptions } from './own-views';

const INSTANCE = 'shelf-1';

let shop: Shop;
let owner: Client;
let pool: Pool;
beforeEach(async () => {
  shop = await Shop.open();
  owner = new Client({ connectionString: shop.database.url });
  await owner.connect();
  const options = `${keyedSessionOptions} ${ownViewsSessionOptions(INSTANCE)}`;
  pool = applicationPool({ connectionString: shop.database.url, options, max: 6 });
});
afterEach(async () => {
  await shop.close();
});

async function closed(): Promise<void> {
  await pool.end();
  await owner.end();
}

const rowsOf = async (connection: Pool | Client) =>
  allRows({ query: async (text: string) => (await connection.query<object>(text)).rows } as typeof shop.database);

test('own views have the same rows as the shared views, and are filled independently', async () => {
  for (const batch of shopHistory()) await shop.append(...batch);
  expect(await createOwnViews(owner, INSTANCE, projections)).toBe(true);
  const position = await shop.append(...eventsOf('stock-main/LAST', [received(3)]));
  const own = shop.projector({ pool });
  own.start();
  expect(await own.caughtUpTo(position, { withinMs: 60_000 })).toBe(true);
  expect((await shop.database.query('select 1 from stock_availability')).length).toBe(0);

  await shop.projectAll(position);
  expect(await rowsOf(pool)).toEqual(await allRows(shop.database));
  await own.stop();
  await closed();
});

test('own views survive a restart, are created again for another shape, and are dropped by instance', async () => {
  await createOwnViews(owner, INSTANCE, projections);
  await pool.query(`insert into stock_availability values ('main', 'A', 1, 5, 0)`);
  expect(await createOwnViews(owner, INSTANCE, projections)).toBe(false);
  expect((await pool.query('select 1 from stock_availability')).rowCount).toBe(1);

  await owner.query('alter table product_view add column weight integer');
  expect(await createOwnViews(owner, INSTANCE, projections)).toBe(true);
  expect((await pool.query('select weight from product_view')).rowCount).toBe(0);
  expect((await pool.query('select 1 from stock_availability')).rowCount).toBe(0);

  expect(await listOwnViews(pool)).toEqual([INSTANCE]);
  expect(await dropOwnViews(owner, INSTANCE)).toBe(true);
  expect(await dropOwnViews(owner, INSTANCE)).toBe(false);
  expect(await listOwnViews(pool)).toEqual([]);
  await closed();
});

test('the service writes its own views as a role that does not own the tables', async () => {
  await createOwnViews(owner, INSTANCE, projections);
  await expect(pool.query('drop table stock_availability')).rejects.toThrow('must be owner');
  await closed();
});
