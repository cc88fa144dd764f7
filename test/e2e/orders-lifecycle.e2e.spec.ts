import { randomUUID } from 'node:crypto';
import { units } from './system/shop';
import { useSystem } from './system/use-system';

const use = useSystem();

type Action = 'confirm' | 'ship' | 'deliver' | 'cancel' | 'return';

const pathTo: Record<string, readonly Action[]> = {
  NEW: [],
  CONFIRMED: ['confirm'],
  SHIPPED: ['confirm', 'ship'],
  DELIVERED: ['confirm', 'ship', 'deliver'],
  CANCELLED: ['cancel'],
  RETURNED: ['confirm', 'ship', 'deliver', 'return'],
};
const allowed: Record<string, readonly Action[]> = {
  NEW: ['confirm', 'cancel'],
  CONFIRMED: ['ship', 'cancel'],
  SHIPPED: ['deliver'],
  DELIVERED: ['return'],
  CANCELLED: [],
  RETURNED: [],
};
const leadsTo: Record<Action, string> = {
  confirm: 'CONFIRMED',
  ship: 'SHIPPED',
  deliver: 'DELIVERED',
  cancel: 'CANCELLED',
  return: 'RETURNED',
};
const actions = Object.keys(leadsTo) as Action[];

async function orderThatIs(status: string, sku: string): Promise<{ orderId: string; version: number }> {
  await use.shop.receive(sku, 10);
  const placed = await use.shop.order([units(sku, 2), units(sku, 1)]);
  let { version } = placed.body;
  const { orderId } = placed.body;
  for (const action of pathTo[status] ?? []) ({ version } = (await use.shop.change(orderId, action)).body);
  return { orderId, version };
}

/** The units on hand, added up from the events. */
async function onHand(sku: string): Promise<number> {
  const events = await use.database.events(`stock-main/${sku}`);
  return events.reduce(
    (sum, { type, data }) => sum + (type === 'StockDecremented' ? -1 : 1) * Number(data['quantity']),
    0,
  );
}

describe.each(Object.keys(pathTo))('an order that is %s', (status) => {
  test.each(actions)('and %s', async (action) => {
    const sku = `${status}-${action}`;
    const { orderId, version } = await orderThatIs(status, sku);
    const before = await use.database.eventCount();
    const reply = await use.shop.change(orderId, action);
    const written = (await use.database.eventCount()) - before;
    if (leadsTo[action] === status) {
      expect(reply).toMatchObject({ status: 200, body: { status, version } });
      expect(written).toBe(0);
    } else if (allowed[status]?.includes(action)) {
      expect(reply).toMatchObject({ status: 200, body: { orderId, status: leadsTo[action], version: version + 1 } });
      expect(reply.headers['etag']).toBe(`"${version + 1}"`);
      expect(written).toBe(action === 'cancel' || action === 'return' ? 2 : 1);
    } else {
      expect(reply).toMatchObject({ status: 409, body: { code: 'illegal-transition' } });
      expect([...reply.body.allowed].sort()).toEqual([...(allowed[status] ?? [])].sort());
      expect(JSON.stringify(reply.body)).toContain(status);
      expect(written).toBe(0);
    }
  });
});

test('a cancellation or a return puts units back once, even if it is repeated at the same time', async () => {
  for (const [status, action] of [
    ['CONFIRMED', 'cancel'],
    ['DELIVERED', 'return'],
  ] as const) {
    const sku = `BACK-${action}`;
    const { orderId } = await orderThatIs(status, sku);
    expect(await onHand(sku)).toBe(7);
    const replies = await Promise.all(Array.from({ length: 8 }, () => use.shop.change(orderId, action)));
    expect(new Set(replies.map(({ text }) => text)).size).toBe(1);
    expect(await onHand(sku)).toBe(10);
    const restocked = (await use.database.events(`stock-main/${sku}`)).filter(({ type }) => type === 'StockRestocked');
    expect(restocked.map(({ data }) => data)).toMatchObject([{ orderId, quantity: 3 }]);
    expect((await use.shop.order([units(sku, 10)])).status).toBe(201);
  }
});

test('an order with a simultaneous cancellation and confirmation ends cancelled', async () => {
  const { orderId } = await orderThatIs('NEW', 'RACE');
  const [cancelled, confirmed] = await Promise.all([
    use.shop.change(orderId, 'cancel'),
    use.shop.change(orderId, 'confirm'),
  ]);
  expect(cancelled.status).toBe(200);
  expect([200, 409]).toContain(confirmed.status);
  expect(await onHand('RACE')).toBe(10);
  expect((await use.database.events(`order-${orderId}`)).at(-1)?.type).toBe('OrderCancelled');
});

test('a reason is kept with its transition', async () => {
  const { orderId } = await orderThatIs('NEW', 'REASON');
  await use.system.client.post(`/v1/orders/${orderId}/cancel`, { reason: 'späte „Reue“ 😀' });
  expect((await use.database.events(`order-${orderId}`)).at(-1)?.data).toMatchObject({ reason: 'späte „Reue“ 😀' });
});

test.each(actions)('%s on an order that was never placed is 404', async (action) => {
  const before = await use.database.eventCount();
  const reply = await use.shop.change(randomUUID(), action);
  expect(reply).toMatchObject({ status: 404, body: { code: 'not-found', type: '/problems/not-found' } });
  expect(await use.database.eventCount()).toBe(before);
});
