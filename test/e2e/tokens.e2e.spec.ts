import { orderOf, units } from './system/shop';
import { useSystem } from './system/use-system';

const use = useSystem();

const ABSENT_ORDER = '/v1/orders/00000000-0000-7000-8000-000000000000';

test('any later request accepts the token of any reply, even the token of an empty store', async () => {
  const { client } = use.system;
  for (const [path, headers] of [
    ['/v1/products', {}],
    [ABSENT_ORDER, { consistency: 'strong' }],
  ] as const) {
    const first = await client.get(path, headers);
    const token = String(first.headers['consistency-token']);
    const second = await client.get('/v1/stock', { 'consistency-token': token });
    expect({ path, status: second.status }).toEqual({ path, status: 200 });
  }
});

test('a write with a broken token is refused, and nothing is written', async () => {
  const reply = await use.system.client.post(
    '/v1/stock/main/TOKEN/receipts',
    { quantity: 1 },
    { headers: { 'consistency-token': 'x' } },
  );
  expect(reply).toMatchObject({ status: 400, body: { code: 'invalid-token' } });
  expect((await use.system.client.get('/v1/stock/main/TOKEN', { consistency: 'strong' })).status).toBe(404);
});

test('several lines with the same stale version are one conflict', async () => {
  const { client } = use.system;
  await client.post('/v1/stock/main/BUSY/receipts', { quantity: 10 });
  const line = units('BUSY', 1, { expectedVersion: 0 });
  const reply = await client.post('/v1/orders', orderOf(...Array.from({ length: 20 }, () => line)));
  expect(reply.status).toBe(409);
  expect(reply.body.conflicts).toHaveLength(1);
});
