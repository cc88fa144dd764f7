import type { Position } from '@firstwrite/event-store';
import { Shop } from '../../test/shop';
import { projectionNamed } from '../projections/catalogue';
import { Checkpoints, type Checkpoint } from './checkpoints';
import { ViewTable } from './view-table';

const NAME = 'stock-availability';
const at = (transaction: number) => ({ store: 0, era: 1, transaction, number: 1 }) as Position;
const row = (version: number, onHand: number) => ({ location: 'main', sku: 'A', version, onHand, reserved: 0 });

let shop: Shop;
let table: ViewTable;
let checkpoints: Checkpoints;
let claim: Checkpoint;
beforeEach(async () => {
  shop = await Shop.open();
  table = new ViewTable(shop.pool, projectionNamed(NAME), 0);
  checkpoints = new Checkpoints(shop.pool, 0);
  claim = await checkpoints.claim(NAME);
});
afterEach(() => shop.close());

const onHand = async () =>
  [...(await table.load(['stock-main/A'])).values()].map((found) => Object(found).onHand as number);

test('rows and checkpoint are written together', async () => {
  expect(await table.project([row(1, 5)], claim, at(7))).toBe(true);
  expect(await onHand()).toEqual([5]);
  expect(await checkpoints.read(NAME)).toEqual({ ...claim, position: at(7) });
});

test('an owner that was fenced writes neither rows nor checkpoint', async () => {
  const next = await checkpoints.claim(NAME);
  expect(await table.project([row(1, 5)], claim, at(7))).toBe(false);
  expect(await table.project([], claim, at(7))).toBe(false);
  expect(await onHand()).toEqual([]);
  expect(await checkpoints.read(NAME)).toEqual(next);
  expect(await table.project([row(1, 6)], next, at(7))).toBe(true);
});

test('a checkpoint never goes back, and a batch sent twice is written once', async () => {
  await table.project([row(1, 5)], claim, at(7));
  for (const position of [at(7), at(6)]) {
    expect(await table.project([row(2, 9)], claim, position)).toBe(false);
    expect(await table.project([], claim, position)).toBe(false);
  }
  expect(await onHand()).toEqual([5]);
});

test('a row never goes back', async () => {
  await table.project([row(3, 5)], claim, at(7));
  expect(await table.project([row(2, 9)], claim, at(8))).toBe(true);
  expect(await onHand()).toEqual([5]);
});

test('whoever folded on rows that were rewritten meanwhile writes nothing', async () => {
  await table.project([row(3, 5)], claim, at(7));
  await table.rewrite([row(3, 4)]);
  expect(await table.project([row(4, 6)], claim, at(8))).toBe(false);
  expect(await onHand()).toEqual([4]);
  const now = (await checkpoints.read(NAME)) as Checkpoint;
  expect(await table.project([row(4, 5)], now, at(8))).toBe(true);
});

test('a rewrite goes over the same version and never over a greater one', async () => {
  await table.project([row(3, 5)], claim, at(7));
  await table.rewrite([row(2, 1)]);
  expect(await onHand()).toEqual([5]);
  await table.rewrite([row(3, 1)]);
  expect(await onHand()).toEqual([1]);
});
