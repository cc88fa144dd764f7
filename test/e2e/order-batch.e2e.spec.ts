import { orderOf, units } from './system/shop';
import { useSystem } from './system/use-system';

const use = useSystem();

const batch = (orders: readonly object[], key?: string) =>
  use.system.client.post('/v1/orders/batch', { orders }, key === undefined ? {} : { key });

test('results have the sequence of the orders; each order is all or nothing, the batch is not', async () => {
  await Promise.all([use.shop.receive('B-1', 3), use.shop.receive('B-2', 3)]);
  const before = await use.database.eventCount();
  const reply = await batch([
    orderOf(units('B-1', 2)),
    orderOf(units('B-2', 1), units('B-1', 2)),
    orderOf(units('B-2', 3)),
    orderOf(units('B-1', 1, { expectedVersion: 1 })),
    orderOf(units('B-1', 1)),
  ]);
  expect(reply.status).toBe(200);
  expect(reply.body.results).toMatchObject([
    { status: 201, order: { lines: [{ sku: 'B-1', quantity: 2 }], status: 'NEW', version: 1 } },
    { status: 409, problem: { code: 'insufficient-stock', shortages: [{ sku: 'B-1', requested: 2, available: 1 }] } },
    { status: 201, order: { lines: [{ sku: 'B-2', quantity: 3 }] } },
    {
      status: 409,
      problem: { code: 'version-conflict', conflicts: [{ stream: 'stock-main/B-1', expectedVersion: 1 }] },
    },
    { status: 201, order: { lines: [{ sku: 'B-1', quantity: 1 }] } },
  ]);
  expect(reply.headers['consistency-token']).toBeTruthy();
  expect(await use.database.eventCount()).toBe(before + 6);
});

test('500 orders in one request are 500 orders', async () => {
  await use.shop.receive('MANY', 450);
  const { body } = await batch(Array.from({ length: 500 }, () => orderOf(units('MANY', 1))));
  expect(body.results.map(({ status }) => status)).toEqual([...Array(450).fill(201), ...Array(50).fill(409)]);
  expect(new Set(body.results.slice(0, 450).map(({ order }) => order.orderId)).size).toBe(450);
});

test('a repeated batch key replays the accepted orders, and a refused order is decided anew', async () => {
  await use.shop.receive('KEYED', 3);
  const orders = [
    orderOf(units('KEYED', 2)),
    orderOf(units('KEYED', 2)),
    { idempotencyKey: 'own', ...orderOf(units('KEYED', 1)) },
  ];
  const first = await batch(orders, 'the-batch');
  expect(first.body.results.map(({ status }) => status)).toEqual([201, 409, 201]);
  expect(first.headers['idempotency-replayed']).toBeUndefined();
  const before = await use.database.eventCount();
  const second = await batch(orders, 'the-batch');
  expect(second.body.results.map(({ order }) => order)).toEqual(first.body.results.map(({ order }) => order));
  expect(await use.database.eventCount()).toBe(before);

  await use.shop.receive('KEYED', 2);
  const third = await batch(orders, 'the-batch');
  expect(third.body.results.map(({ status }) => status)).toEqual([201, 201, 201]);
  expect((await batch(orders, 'the-batch')).headers['idempotency-replayed']).toBe('true');
});

test('an order with its own key in a batch equals a single order with that key', async () => {
  await use.shop.receive('ALONE', 5);
  const alone = await use.shop.order([units('ALONE', 1)], { key: 'alone' });
  const { body } = await batch([
    { idempotencyKey: 'alone', ...orderOf(units('ALONE', 1)) },
    { idempotencyKey: 'alone', ...orderOf(units('ALONE', 2)) },
    { idempotencyKey: 'twice', ...orderOf(units('ALONE', 1)) },
    { idempotencyKey: 'twice', ...orderOf(units('ALONE', 1)) },
  ]);
  expect(body.results).toMatchObject([
    { status: 201, order: { orderId: alone.body.orderId } },
    { status: 422, problem: { code: 'idempotency-key-reused' } },
    { status: 201 },
    { status: 201, order: { orderId: body.results[2]?.order.orderId } },
  ]);
  expect(await use.database.events('stock-main/ALONE')).toHaveLength(3);
});

test('one fault refuses the whole batch, nothing is written, and the pointer names the order', async () => {
  await use.shop.receive('FAULTY', 5);
  const before = await use.database.eventCount();
  const { status, body } = await batch([orderOf(units('FAULTY', 1)), orderOf(units('FAULTY', 0)), { currency: 'EUR' }]);
  expect(status).toBe(400);
  expect(body.errors.map(({ pointer }) => pointer)).toEqual(['/orders/1/lines/0/quantity', '/orders/2/lines']);
  expect((await batch([])).body.errors).toMatchObject([{ pointer: '/orders' }]);
  expect((await batch(Array.from({ length: 501 }, () => orderOf(units('FAULTY', 1))))).status).toBe(400);
  expect(await use.database.eventCount()).toBe(before);
});
