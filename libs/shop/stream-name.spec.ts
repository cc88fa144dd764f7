import { LOCATION_PATTERN, type Location, type OrderId, type Sku, SKU_PATTERN } from './domain/primitives';
import fc from 'fast-check';
import { kindOf, MalformedStreamNameError, parseStreamName, streamOf } from './stream-name';

const skus = fc.stringMatching(SKU_PATTERN) as fc.Arbitrary<Sku>;
const locations = fc.stringMatching(LOCATION_PATTERN) as fc.Arbitrary<Location>;
const orderIds = fc.uuid() as unknown as fc.Arbitrary<OrderId>;

test('a stock stream is parsed to what it was composed of', () => {
  const roundTrip = (location: Location, sku: Sku) =>
    expect(parseStreamName(streamOf.stock({ location, sku }))).toEqual({ kind: 'stock', location, sku });
  fc.assert(fc.property(locations, skus, roundTrip));
});

test('an order stream is parsed to what it was composed of', () => {
  const roundTrip = (orderId: OrderId) =>
    expect(parseStreamName(streamOf.order(orderId))).toEqual({ kind: 'order', orderId });
  fc.assert(fc.property(orderIds, roundTrip));
});

test('a product stream is parsed to what it was composed of', () => {
  const roundTrip = (sku: Sku) => expect(parseStreamName(streamOf.product(sku))).toEqual({ kind: 'product', sku });
  fc.assert(fc.property(skus, roundTrip));
});

test('two different names of one kind are never one stream', () => {
  const key = fc.record({ location: locations, sku: skus });
  fc.assert(
    fc.property(key, key, (a, b) => {
      fc.pre(a.location !== b.location || a.sku !== b.sku);
      expect(streamOf.stock(a)).not.toBe(streamOf.stock(b));
    }),
  );
});

test('the names never change', () => {
  expect(streamOf.stock({ location: 'main' as Location, sku: 'TEA-1' as Sku })).toBe('stock-main/TEA-1');
  expect(streamOf.order('0190a3c4-0000-7000-8000-000000000001' as OrderId)).toBe(
    'order-0190a3c4-0000-7000-8000-000000000001',
  );
  expect(streamOf.product('TEA-1' as Sku)).toBe('product-TEA-1');
});

test.each([
  ['stock-acme:main/TEA', { kind: 'stock', tenant: 'acme', location: 'main', sku: 'TEA' }],
  ['stock-main@eu-1/TEA', { kind: 'stock', location: 'main', region: 'eu-1', sku: 'TEA' }],
  ['stock-acme:main@eu/TEA', { kind: 'stock', tenant: 'acme', location: 'main', region: 'eu', sku: 'TEA' }],
  ['product-acme:TEA', { kind: 'product', tenant: 'acme', sku: 'TEA' }],
  [
    'order-acme:0190a3c4-0000-7000-8000-000000000001',
    { kind: 'order', tenant: 'acme', orderId: '0190a3c4-0000-7000-8000-000000000001' },
  ],
])('%s: the reserved parts are understood', (name, identity) => {
  expect(parseStreamName(name)).toEqual(identity);
});

test.each([
  '',
  'stock',
  'stock-',
  'stock-main',
  'stock-main/',
  'stock-/TEA',
  'stock-Main/TEA',
  'stock-main/TEA/1',
  'stock-main/-TEA',
  'stock-main/TEA\n',
  'stock-main/T EA',
  'stock-main/T@A',
  'stock-main@/TEA',
  'stock-main@EU/TEA',
  'stock-main@a@b/TEA',
  'stock-:main/TEA',
  'stock-a:b:main/TEA',
  'stock-ACME:main/TEA',
  'stock-main:TEA',
  `stock-${'a'.repeat(33)}/TEA`,
  `stock-main/${'A'.repeat(65)}`,
  'order-1',
  'order-0190A3C4-0000-7000-8000-000000000001',
  'order-0190a3c4-0000-7000-8000-000000000001 ',
  'product-',
  'product-a/b',
  'basket-TEA',
  'Stock-main/TEA',
  ' stock-main/TEA',
])('"%s" is not a stream name', (name) => {
  expect(() => parseStreamName(name)).toThrow(MalformedStreamNameError);
});

test('the kind of a stream is read without its parts', () => {
  expect(kindOf('stock-acme:main@eu/TEA')).toBe('stock');
  expect(kindOf('order-0190a3c4-0000-7000-8000-000000000001')).toBe('order');
  expect(kindOf('product-TEA')).toBe('product');
  expect(() => kindOf('basket-TEA')).toThrow(MalformedStreamNameError);
  expect(() => kindOf('stock')).toThrow(MalformedStreamNameError);
});
