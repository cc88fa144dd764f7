import { ORDER_ID_PATTERN, type Location, type Sku } from './domain/primitives';
import fc from 'fast-check';
import { validate, version } from 'uuid';
import { bucketOf } from './bucket';
import { keyedOrderId, newOrderId, type KeyScope } from './order-id';
import { streamOf } from './stream-name';

const scope: KeyScope = { region: 'local', scope: 'anonymous', operation: 'place-order' };

describe('the id of an order with a key', () => {
  test('is the same for ever', () => {
    expect(keyedOrderId(scope, 'key-1')).toBe('98a48eda-662c-867b-a887-13447abfe8e6');
  });

  test('is a valid UUIDv8', () => {
    fc.assert(
      fc.property(fc.string(), (key) => {
        const id = keyedOrderId(scope, key);
        expect(id).toMatch(ORDER_ID_PATTERN);
        expect(validate(id)).toBe(true);
        expect(version(id)).toBe(8);
      }),
    );
  });

  test('differs by region, scope, operation and key', () => {
    const ids = [
      keyedOrderId(scope, 'key-1'),
      keyedOrderId(scope, 'key-2'),
      keyedOrderId({ ...scope, region: 'mars' }, 'key-1'),
      keyedOrderId({ ...scope, scope: 'someone' }, 'key-1'),
      keyedOrderId({ ...scope, operation: 'place-order-batch' }, 'key-1'),
    ];
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('keeps its parts apart', () => {
    expect(keyedOrderId({ ...scope, scope: 'a', operation: 'b","c' }, 'd')).not.toBe(
      keyedOrderId({ ...scope, scope: 'a","b', operation: 'c' }, 'd'),
    );
  });
});

describe('the id of an order without a key', () => {
  const stock = (sku: string) => streamOf.stock({ location: 'main' as Location, sku: sku as Sku });

  test('is a valid UUIDv7 in the bucket of its first stock item', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Z0-9]{1,8}$/), (sku) => {
        const id = newOrderId(stock(sku));
        expect(id).toMatch(ORDER_ID_PATTERN);
        expect(validate(id)).toBe(true);
        expect(version(id)).toBe(7);
        expect(bucketOf(streamOf.order(id))).toBe(bucketOf(stock(sku)));
      }),
    );
  });

  test('is new each time', () => {
    const ids = Array.from({ length: 10_000 }, () => newOrderId(stock('TEA')));
    expect(new Set(ids).size).toBe(ids.length);
  });
});
