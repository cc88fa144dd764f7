import { createHash } from 'node:crypto';
import type { Location, OrderId, Sku } from './domain/primitives';
import buckets from './golden/buckets.json';
import { bucketOf, BUCKETS } from './bucket';
import { streamOf, type StreamName } from './stream-name';

/** 100 names, the same for ever: 60 stock items, 20 products, 20 orders. */
function names(): StreamName[] {
  const uuid = (at: number) =>
    createHash('sha256')
      .update(`order ${at}`)
      .digest('hex')
      .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5');
  return [
    ...Array.from({ length: 60 }, (_, at) =>
      streamOf.stock({ location: (at % 2 ? 'main' : `north-${at}`) as Location, sku: `SKU-${at}` as Sku }),
    ),
    ...Array.from({ length: 20 }, (_, at) => streamOf.product(`SKU-${at}` as Sku)),
    ...Array.from({ length: 20 }, (_, at) => streamOf.order(uuid(at) as OrderId)),
  ];
}

test('the buckets of 100 names are those of the golden file, for ever', () => {
  expect(Object.fromEntries(names().map((name) => [name, bucketOf(name)]))).toEqual(buckets);
  expect(Object.keys(buckets)).toHaveLength(100);
});

test('a bucket is one of 1,024', () => {
  const used = new Set(names().map(bucketOf));
  for (const bucket of used) expect(bucket >= 0 && bucket < BUCKETS && Number.isInteger(bucket)).toBe(true);
  expect(used.size).toBeGreaterThan(80);
});

test("an order's bucket is the low 10 bits of its id", () => {
  expect(bucketOf('order-00000000-0000-0000-0000-000000000000' as StreamName)).toBe(0);
  expect(bucketOf('order-ffffffff-ffff-ffff-ffff-fffffffffc00' as StreamName)).toBe(0);
  expect(bucketOf('order-00000000-0000-0000-0000-0000000003ff' as StreamName)).toBe(1023);
});

test('the bucket of any other stream depends on the text after its kind', () => {
  const digest = createHash('sha256').update('main/TEA').digest();
  expect(bucketOf('stock-main/TEA' as StreamName)).toBe(digest.readUInt16BE(0) % 1024);
});
