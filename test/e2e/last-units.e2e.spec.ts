import { Client } from './system/client';
import { countByStatus, orderOf, units } from './system/shop';
import { useSystem } from './system/use-system';

const use = useSystem();

describe('the last units', () => {
  test('of 500 simultaneous buyers of 100 units, 100 get one, 400 are refused, and no unit is left', async () => {
    await use.shop.receive('TICKET', 100);
    const buyers = new Client(use.system.address, 500);
    const order = () => buyers.post('/v1/orders', orderOf(units('TICKET', 1)));
    const replies = await Promise.all(Array.from({ length: 500 }, order));
    await buyers.close();
    expect(countByStatus(replies)).toEqual({ 201: 100, 409: 400 });
    const refusals = replies.filter(({ status }) => status === 409);
    expect(new Set(refusals.map(({ body }) => body.code))).toEqual(new Set(['insufficient-stock']));
    expect(new Set(replies.filter(({ status }) => status === 201).map(({ body }) => body.orderId)).size).toBe(100);
    const left = await use.shop.adjust('TICKET', { countedOnHand: 0 });
    expect(left.body).toMatchObject({ onHand: 0, available: 0, version: 102 });
    expect((await use.database.events('stock-main/TICKET')).at(-1)?.data).toMatchObject({ delta: 0 });
    expect(await use.database.oversold()).toEqual([]);
  });

  test('buyers that race for the same items never take half of an order', async () => {
    await Promise.all(['LEFT', 'RIGHT'].map((sku) => use.shop.receive(sku, 50)));
    const pairs = Array.from({ length: 120 }, (_, at) =>
      use.shop.order(at % 2 ? [units('LEFT', 1), units('RIGHT', 1)] : [units('RIGHT', 1), units('LEFT', 1)]),
    );
    expect(countByStatus(await Promise.all(pairs))).toEqual({ 201: 50, 409: 70 });
    for (const sku of ['LEFT', 'RIGHT']) expect(await use.database.events(`stock-main/${sku}`)).toHaveLength(51);
  });
});

describe('an order takes all its units or none', () => {
  test('no unit is taken if only the second line lacks stock', async () => {
    await Promise.all([use.shop.receive('PLENTY', 10), use.shop.receive('SCARCE', 1)]);
    const before = await use.database.eventCount();
    const reply = await use.shop.order([units('PLENTY', 5), units('SCARCE', 2)]);
    expect(reply.status).toBe(409);
    expect(reply.headers['content-type']).toContain('application/problem+json');
    expect(reply.body.shortages).toEqual([{ location: 'main', sku: 'SCARCE', requested: 2, available: 1 }]);
    expect(await use.database.eventCount()).toBe(before);
  });

  test('every short item is named, with the requested and the available units', async () => {
    await Promise.all([use.shop.receive('SHORT-1', 1), use.shop.receive('SHORT-2', 2), use.shop.receive('ENOUGH', 9)]);
    const { body } = await use.shop.order([
      units('SHORT-1', 3),
      units('ENOUGH', 9),
      units('SHORT-2', 4),
      units('UNKNOWN', 1),
      units('SHORT-1', 1, { location: 'north' }),
    ]);
    expect(body).toMatchObject({ code: 'insufficient-stock', status: 409 });
    expect(body.shortages).toEqual([
      { location: 'main', sku: 'SHORT-1', requested: 3, available: 1 },
      { location: 'main', sku: 'SHORT-2', requested: 4, available: 2 },
      { location: 'main', sku: 'UNKNOWN', requested: 1, available: 0 },
      { location: 'north', sku: 'SHORT-1', requested: 1, available: 0 },
    ]);
  });

  test('the same SKU on two lines is one demand', async () => {
    await use.shop.receive('TWICE', 5);
    const tooMany = await use.shop.order([units('TWICE', 3), units('TWICE', 3, { unitPrice: 1 })]);
    expect(tooMany.status).toBe(409);
    expect(tooMany.body.shortages).toEqual([{ location: 'main', sku: 'TWICE', requested: 6, available: 5 }]);
    const all = await use.shop.order([units('TWICE', 3), units('TWICE', 2, { unitPrice: 1 })]);
    expect(all).toMatchObject({ status: 201, body: { total: 3 * 250 + 2, status: 'NEW', version: 1 } });
    expect(all.body.lines).toHaveLength(2);
    expect((await use.database.events('stock-main/TWICE')).map(({ type, data }) => [type, data['quantity']])).toEqual([
      ['StockReceived', 5],
      ['StockDecremented', 5],
    ]);
  });

  test('an order with the answer 201 is stored with its units in one transaction', async () => {
    await Promise.all([use.shop.receive('WHOLE-1', 1), use.shop.receive('WHOLE-2', 1)]);
    const placed = await use.shop.order([units('WHOLE-1', 1), units('WHOLE-2', 1)]);
    expect(placed.headers).toMatchObject({ location: `/v1/orders/${placed.body.orderId}`, etag: '"1"' });
    expect(placed.headers['consistency-token']).toBeTruthy();
    const rows = await use.database.query<{ stream: string }>(
      `select stream from event where transaction_id = (select transaction_id from event where stream = $1) order by 1`,
      [`order-${placed.body.orderId}`],
    );
    expect(rows.map(({ stream }) => stream)).toEqual([
      `order-${placed.body.orderId}`,
      'stock-main/WHOLE-1',
      'stock-main/WHOLE-2',
    ]);
  });
});
