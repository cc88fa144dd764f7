import {
  type Location,
  type OrderRow,
  orderView,
  type Sku,
  type StockAvailabilityRow,
  stockAvailabilityView,
} from '@firstwrite/shop';
import { RowsHash } from './rows-hash';

const stock = (sku: string, onHand: number): StockAvailabilityRow => ({
  ...{ location: 'main' as Location, sku: sku as Sku, version: 1, onHand, reserved: 0 },
});
const order = {
  ...{ orderId: 'ABCDEF00-0000-7000-8000-000000000001', version: 2, status: 'NEW', currency: 'EUR', total: 300 },
  lines: [{ sku: 'A' }, { sku: 'B' }, { sku: 'A' }],
  ...{ placedAt: '2026-01-01T01:00:00+01:00', updatedAt: '2026-01-01T00:00:00.000Z' },
} as unknown as OrderRow;

function hashOf(...rows: readonly StockAvailabilityRow[]): string {
  const hash = new RowsHash(stockAvailabilityView);
  for (const row of rows) hash.add(row);
  return hash.value;
}

test('rows in any order have the same hash; it changes when a row differs, is missing or comes twice', () => {
  const [a, b] = [stock('A', 1), stock('B', 2)];
  const whole = hashOf(a, b);
  expect(whole).toMatch(/^[0-9a-f]{16}$/);
  expect(hashOf(b, a)).toBe(whole);
  expect(
    new Set([whole, hashOf(a), hashOf(b), hashOf(a, b, b), hashOf(a, a, b, b), hashOf(a, stock('B', 3))]).size,
  ).toBe(6);
  expect(hashOf()).toBe('0'.repeat(16));
});

test('neighbouring values are kept apart, and a missing value differs from an empty text', () => {
  expect(hashOf({ ...stock('A', 1), location: 'x","y' as Location })).not.toBe(
    hashOf({ ...stock('y","A', 1), location: 'x' as Location }),
  );
  const hashes = ['', undefined].map((customerId) => {
    const hash = new RowsHash(orderView);
    hash.add({ ...order, customerId } as OrderRow);
    return hash.value;
  });
  expect(hashes[0]).not.toBe(hashes[1]);
});

test('a replaced row is removed from the hash', () => {
  const hash = new RowsHash(stockAvailabilityView);
  for (const row of [stock('A', 1), stock('B', 2)]) hash.add(row);
  hash.remove(stock('A', 1));
  hash.add(stock('A', 7));
  expect([hash.value, hash.rows]).toEqual([hashOf(stock('A', 7), stock('B', 2)), 2]);
});

test('a folded row has the same hash when it and its index rows are read back', () => {
  const [folded, stored] = [new RowsHash(orderView), new RowsHash(orderView)];
  folded.add(order);
  const orderId = order.orderId.toLowerCase();
  const at = new Date('2026-01-01T00:00:00Z');
  stored.addStored('view', {
    ...{ order_id: orderId, version: 2, status: 'NEW', customer_id: null, currency: 'EUR', total: '300' },
    ...{ lines: JSON.stringify(order.lines), placed_at: at, updated_at: at },
  });
  expect(stored.value).not.toBe(folded.value);
  for (const sku of ['B', 'A']) stored.addStored('index', { sku, placed_at: at, order_id: orderId });
  expect([stored.value, stored.rows]).toEqual([folded.value, 3]);
});
