import { applicationPool, keyedSessionOptions } from '@firstwrite/postgres';
import { Client, Pool } from 'pg';
import { shopHistory } from '../test/history';
import { viewBytes } from '../test/poison';
import { Rebuilds } from '../test/rebuilds';
import { projections, Shop } from '../test/shop';
import { createOwnViews, ownViewsSchema, ownViewsSessionOptions } from '../table/own-views';
import { rebuildView } from './rebuild-view';
import { rollBackView } from './roll-back-view';

let shop: Shop;
let rebuilds: Rebuilds;
beforeEach(async () => {
  shop = await Shop.open();
  rebuilds = new Rebuilds(shop);
  for (const batch of shopHistory()) await shop.append(...batch);
});
afterEach(async () => {
  await rebuilds.close();
  await shop.close();
});

test('own views are rebuilt in their own schema, and the shared views are not touched', async () => {
  const { url } = shop.database;
  const schema = ownViewsSchema('query-1');
  const client = new Client({ connectionString: url });
  await client.connect();
  await createOwnViews(client, 'query-1', projections);
  await client.end();
  const shared = await viewBytes(shop.database);
  const path = ownViewsSessionOptions('query-1');
  const pool = applicationPool({ connectionString: url, options: `${keyedSessionOptions} ${path}` });
  const owner = new Pool({ connectionString: url, options: path });
  const options = rebuilds.options({ pool, owner });
  const marked = async () => (await shop.database.query(`select from ${schema}.order_view where total = 7`)).length;

  await rebuildView('orders', options);
  await shop.database.query(`update ${schema}.order_view set total = 7`);
  expect(await marked()).toBe(100);
  await rollBackView('orders', options);
  expect(await marked()).toBe(0);
  await rollBackView('orders', options);
  expect(await marked()).toBe(100);
  expect(await viewBytes(shop.database)).toEqual(shared);
  await expect(rollBackView('orders', rebuilds.options())).rejects.toMatchObject({ code: 'nothing-to-roll-back' });
  await Promise.all([pool.end(), owner.end()]);
});

test('a rebuild by a user who does not own the tables fails, and leaves no tables behind', async () => {
  const owner = applicationPool({ connectionString: shop.database.url });
  await expect(rebuildView('orders', rebuilds.options({ owner }))).rejects.toThrow(/permission denied|must be owner/);
  await owner.end();
  expect(await rebuilds.tables()).toEqual([]);
});
