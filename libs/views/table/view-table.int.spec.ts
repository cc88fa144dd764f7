import { projections, Shop } from '../test/shop';
import { ViewTable } from './view-table';

const row = (version: number, onHand: number) => ({ location: 'main', sku: 'A', version, onHand, reserved: 0 });

let shop: Shop;
let table: ViewTable;
beforeEach(async () => {
  shop = await Shop.open();
  table = new ViewTable(shop.pool, projections.named('stock-availability'));
});
afterEach(() => shop.close());

const onHand = async () =>
  [...(await table.load(['stock-main/A'])).values()].map((found) => Object(found).onHand as number);

test('rows are written only over smaller versions', async () => {
  await table.upsert([row(3, 5)]);
  await table.upsert([row(2, 1), { ...row(1, 7), sku: 'B' }]);
  expect(await onHand()).toEqual([5]);
  await table.upsert([row(4, 1)]);
  await table.upsert([]);
  expect(await onHand()).toEqual([1]);
  expect([...(await table.load(['stock-main/B'])).keys()]).toEqual(['stock-main/B']);
});
