import { leaveNothingBehind } from './system/clean-up';
import type { Reply, RequestOptions } from './system/client';
import { shopOf, units } from './system/shop';
import { startSystem } from './system/system';
import { useSystem } from './system/use-system';

const use = useSystem();
leaveNothingBehind();

interface KeyedWrite {
  /** Creates what the write needs. */
  readonly prepare: () => Promise<unknown>;
  readonly send: (options: RequestOptions) => Promise<Reply>;
  readonly sendOther: (options: RequestOptions) => Promise<Reply>;
  /** The number of events of the write, in all streams. */
  readonly events: number;
}

let orderId = '';

const post = (path: string, json: unknown) => (options: RequestOptions) => use.system.client.post(path, json, options);
const patch = (path: string, json: unknown) => (options: RequestOptions) =>
  use.system.request('PATCH', path, { json, ...options });

const writes: Record<string, KeyedWrite> = {
  'an order': {
    prepare: () => use.shop.receive('KEY-ORDER', 1_000),
    send: (options) => use.shop.order([units('KEY-ORDER', 3)], options),
    sendOther: (options) => use.shop.order([units('KEY-ORDER', 4)], options),
    events: 2,
  },
  'a receipt': {
    prepare: () => use.shop.receive('KEY-RECEIPT', 1),
    send: (options) => use.shop.receive('KEY-RECEIPT', 5, options),
    sendOther: (options) => use.shop.receive('KEY-RECEIPT', 6, options),
    events: 1,
  },
  'an adjustment': {
    prepare: () => use.shop.receive('KEY-ADJUST', 1_000),
    send: (options) => use.shop.adjust('KEY-ADJUST', { delta: -7 }, options),
    sendOther: (options) => use.shop.adjust('KEY-ADJUST', { countedOnHand: 7 }, options),
    events: 1,
  },
  'a product': {
    prepare: async () => undefined,
    send: post('/v1/products', { sku: 'KEY-PRODUCT', name: 'one', attributes: { b: 1, a: 2 } }),
    sendOther: post('/v1/products', { sku: 'KEY-PRODUCT', name: 'other' }),
    events: 1,
  },
  'a change of a product': {
    prepare: () => post('/v1/products', { sku: 'KEY-PATCH', name: 'one' })({}),
    send: patch('/v1/products/KEY-PATCH', { name: 'two' }),
    sendOther: patch('/v1/products/KEY-PATCH', { name: 'three' }),
    events: 1,
  },
  'a cancellation': {
    prepare: async () => {
      await use.shop.receive('KEY-CANCEL', 10);
      orderId = (await use.shop.order([units('KEY-CANCEL', 2)])).body.orderId;
    },
    send: (options) => use.system.client.post(`/v1/orders/${orderId}/cancel`, { reason: 'changed my mind' }, options),
    sendOther: (options) => use.system.client.post(`/v1/orders/${orderId}/cancel`, { reason: 'other' }, options),
    events: 2,
  },
};

describe.each(Object.entries(writes))('%s', (name, { prepare, send, sendOther, events }) => {
  const key = `same-key/${name.replaceAll(' ', '-')}`;

  test('32 simultaneous requests with one key have one effect and equal answers', async () => {
    await prepare();
    const before = await use.database.eventCount();
    const replies = await Promise.all(Array.from({ length: 32 }, () => send({ key })));
    expect(await use.database.eventCount()).toBe(before + events);
    expect(new Set(replies.map(({ text, status }) => `${status} ${text}`)).size).toBe(1);
    expect(replies[0]?.status).toBeLessThan(300);
    expect(new Set(replies.map(({ headers }) => headers['etag'])).size).toBe(1);
    expect(replies.filter(({ headers }) => headers['idempotency-replayed'] === 'true')).toHaveLength(31);
    expect(replies.every(({ headers }) => headers['consistency-token'])).toBe(true);
  });

  test('another body with the same key is refused, and writes nothing', async () => {
    const before = await use.database.eventCount();
    const other = await sendOther({ key });
    expect(other).toMatchObject({ status: 422, body: { code: 'idempotency-key-reused', status: 422 } });
    expect(other.headers['content-type']).toContain('application/problem+json');
    expect(await use.database.eventCount()).toBe(before);
  });
});

describe('a key', () => {
  test('belongs to one operation and one resource', async () => {
    await Promise.all(['SCOPE-1', 'SCOPE-2'].map((sku) => use.shop.receive(sku, 10)));
    const key = 'one-key-everywhere';
    const replies = [
      await use.shop.receive('SCOPE-1', 5, { key }),
      await use.shop.receive('SCOPE-2', 6, { key }),
      await use.shop.adjust('SCOPE-1', { delta: 1 }, { key }),
      await use.shop.order([units('SCOPE-1', 1)], { key }),
    ];
    expect(replies.map(({ status }) => status)).toEqual([201, 201, 201, 201]);
    expect(replies.map(({ headers }) => headers['idempotency-replayed'])).toEqual(Array(4).fill(undefined));
  });

  test('recognises the same request however its JSON is written', async () => {
    await use.shop.receive('SPELLED', 10);
    const line = '{"unitPrice":2.50e2,"quantity":1.0,"sku":"SPELLED","location":"main"}';
    const text = `{ "lines": [ ${line} ], "currency": "EUR" }`;
    const first = await use.shop.order([units('SPELLED', 1)], { key: 'spelled' });
    const again = await use.system.client.request('POST', '/v1/orders', { text, key: 'spelled' });
    expect(again).toMatchObject({ status: 201, text: first.text });
    expect(again.headers['idempotency-replayed']).toBe('true');
  });

  test('of a refused request stays free: after a receipt the same request succeeds', async () => {
    const order = () => use.shop.order([units('EMPTY', 2)], { key: 'patient' });
    expect((await order()).body.code).toBe('insufficient-stock');
    await use.shop.receive('EMPTY', 2);
    const placed = await order();
    expect(placed.status).toBe(201);
    expect(placed.headers['idempotency-replayed']).toBeUndefined();
    expect((await order()).text).toBe(placed.text);
  });

  test('gives the order as it was placed, also after later changes', async () => {
    await use.shop.receive('SINCE', 5);
    const order = () => use.shop.order([units('SINCE', 1)], { key: 'since' });
    const placed = await order();
    await use.shop.change(placed.body.orderId, 'confirm');
    await use.shop.change(placed.body.orderId, 'cancel');
    expect(await order()).toMatchObject({ status: 201, text: placed.text });
  });
});

test('a restart keeps the keys: same key, same answer, no effect', async () => {
  const before = await startSystem();
  const { dataDirectory } = before;
  const send = async ({ receive, order, change }: ReturnType<typeof shopOf>) => {
    const received = await receive('RESTART', 10, { key: 'receipt' });
    const placed = await order([units('RESTART', 2)], { key: 'order' });
    return [received, placed, await change(placed.body.orderId, 'confirm', { key: 'confirm' })];
  };
  const first = await send(shopOf(before));
  await before.stop();

  const after = await startSystem({ dataDirectory });
  const database = await after.openDatabase();
  const count = await database.eventCount();
  const second = await send(shopOf(after));
  expect(second.map(({ status, text }) => [status, text])).toEqual(first.map(({ status, text }) => [status, text]));
  expect(second.map(({ headers }) => headers['idempotency-replayed'])).toEqual(['true', 'true', 'true']);
  expect(await database.eventCount()).toBe(count);
  await database.close();
  await after.stop();
});
