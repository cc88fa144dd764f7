import type { RequestOptions } from './system/client';
import { units } from './system/shop';
import { useSystem } from './system/use-system';

const use = useSystem();

const create = (json: object) => use.system.client.post('/v1/products', json);
const patch = (sku: string, json: object, options: RequestOptions = {}) =>
  use.system.request('PATCH', `/v1/products/${sku}`, { json, ...options });
const mergePatch = { headers: { 'content-type': 'application/merge-patch+json' } };

const whole = {
  sku: 'Shirt.red_XL-1',
  name: 'Hemd „rot“ 👕',
  description: '',
  price: { amount: 0, currency: 'EUR' },
  attributes: { size: 'XL', weight: 0.25, sale: false, constructor: 'a plain key' },
};

describe('a product', () => {
  test('is created once, with all its fields', async () => {
    const created = await create(whole);
    expect(created).toMatchObject({ status: 201, body: { ...whole, version: 1 } });
    expect(created.headers).toMatchObject({ etag: '"1"', location: '/v1/products/Shirt.red_XL-1' });
    const again = await create({ sku: whole.sku, name: 'another' });
    expect(again).toMatchObject({ status: 409, body: { code: 'product-exists', status: 409 } });
    expect(await use.database.events(`product-${whole.sku}`)).toHaveLength(1);
  });

  test('is created by one of 20 simultaneous requests', async () => {
    const replies = await Promise.all(Array.from({ length: 20 }, (_, at) => create({ sku: 'ONCE', name: `n${at}` })));
    expect(replies.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(replies.filter(({ body }) => body.code === 'product-exists')).toHaveLength(19);
  });

  test('is changed by a merge patch: objects merge, null removes, and what is absent stays', async () => {
    const start = {
      name: 'one',
      description: 'two',
      price: { amount: 5, currency: 'EUR' },
      attributes: { a: 1, b: 'x' },
    };
    await create({ sku: 'MERGE', ...start });
    const first = await patch('MERGE', { attributes: { a: null, c: true }, price: { amount: 7 } }, mergePatch);
    expect(first).toMatchObject({ status: 200, headers: { etag: '"2"' } });
    expect(first.body).toEqual({
      sku: 'MERGE',
      ...start,
      price: { amount: 7, currency: 'EUR' },
      attributes: { b: 'x', c: true },
      version: 2,
    });
    const second = await patch('MERGE', { description: null, price: null, attributes: null });
    expect(second.body).toEqual({ sku: 'MERGE', name: 'one', version: 3 });
    const third = await patch('MERGE', { price: { amount: 1, currency: 'USD' }, attributes: { z: 0 } });
    expect(third.body).toMatchObject({ price: { amount: 1, currency: 'USD' }, attributes: { z: 0 }, version: 4 });
  });

  test('gets no new version from a patch without a change', async () => {
    await create({ sku: 'SAME', name: 'same', attributes: { a: 1, b: 2 } });
    const before = await use.database.eventCount();
    const reply = await patch('SAME', { name: 'same', attributes: { b: 2, a: 1 }, description: null });
    expect(reply).toMatchObject({ status: 200, body: { version: 1 } });
    expect((await patch('SAME', {})).body.version).toBe(1);
    expect(await use.database.eventCount()).toBe(before);
  });

  test.each([
    ['a price without a currency', { price: { amount: 3 } }, '/price/currency'],
    ['a name of null', { name: null }, '/name'],
    ['a SKU', { sku: 'X' }, '/sku'],
    [
      'a 51st attribute',
      { attributes: Object.fromEntries(Array.from({ length: 51 }, (_, at) => [`k${at}`, at])) },
      '/attributes',
    ],
  ])('cannot be given %s', async (_name, body, pointer) => {
    const sku = `BAD-PATCH${pointer.replaceAll('/', '-')}`;
    await create({ sku, name: 'one' });
    const reply = await patch(sku, body);
    expect(reply).toMatchObject({ status: 400, body: { code: 'invalid-request', errors: [{ pointer }] } });
    expect(await use.database.events(`product-${sku}`)).toHaveLength(1);
  });

  test('cannot be changed if it does not exist', async () => {
    expect(await patch('NOBODY', { name: 'x' })).toMatchObject({ status: 404, body: { code: 'not-found' } });
  });
});

describe('stock', () => {
  test('is received, adjusted by a difference and counted, and the answer has the units', async () => {
    const steps = [
      [await use.shop.receive('COUNT', 10), 10],
      [await use.shop.adjust('COUNT', { delta: -3 }), 7],
      [await use.shop.adjust('COUNT', { delta: 5 }), 12],
      [await use.shop.adjust('COUNT', { countedOnHand: 4 }), 4],
      [await use.shop.adjust('COUNT', { countedOnHand: 0 }), 0],
      [await use.shop.receive('COUNT', 1_000_000), 1_000_000],
    ] as const;
    steps.forEach(([reply, onHand], at) => {
      const stock = { location: 'main', sku: 'COUNT', onHand, reserved: 0, available: onHand, version: at + 1 };
      expect(reply).toMatchObject({ status: 201, headers: { etag: `"${at + 1}"` } });
      expect(reply.body).toEqual(stock);
    });
    const deltas = (await use.database.events('stock-main/COUNT')).map(({ data }) => data['delta'] ?? data['quantity']);
    expect(deltas).toEqual([10, -3, 5, -8, -4, 1_000_000]);
  });

  test('is never adjusted below zero', async () => {
    await use.shop.receive('BELOW', 3);
    const before = await use.database.eventCount();
    const reply = await use.shop.adjust('BELOW', { delta: -4 });
    expect(reply).toMatchObject({ status: 409, body: { code: 'insufficient-stock' } });
    expect(reply.body.shortages).toEqual([{ location: 'main', sku: 'BELOW', requested: 4, available: 3 }]);
    expect((await use.shop.adjust('NOTHING', { delta: -1 })).status).toBe(409);
    expect(await use.database.eventCount()).toBe(before);
  });

  test('holds as many units as a stocktake may count, and orders take from them', async () => {
    expect((await use.shop.adjust('HUGE', { countedOnHand: 10 ** 12 })).body.onHand).toBe(10 ** 12);
    expect((await use.shop.order([units('HUGE', 1_000_000)])).status).toBe(201);
    expect((await use.shop.receive('HUGE', 1)).body.available).toBe(10 ** 12 - 1_000_000 + 1);
  });

  test('at one location is not stock at another', async () => {
    await use.system.client.post('/v1/stock/north-2/PLACE/receipts', { quantity: 2 });
    expect((await use.shop.order([units('PLACE', 1)])).body.shortages).toMatchObject([
      { location: 'main', available: 0 },
    ]);
    const placed = await use.shop.order([units('PLACE', 1, { location: 'north-2' })]);
    expect(placed.body.lines).toEqual([{ sku: 'PLACE', location: 'north-2', quantity: 1, unitPrice: 250 }]);
  });
});
