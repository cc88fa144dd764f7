import { randomUUID } from 'node:crypto';
import { units } from './system/shop';
import { useSystem } from './system/use-system';

const use = useSystem();

const ifMatch = (value: string) => ({ headers: { 'if-match': value } });

/** Receives one unit after another until the stock is at this version. */
async function bringToVersion(sku: string, version: number): Promise<void> {
  for (let at = 1; at <= version; at += 1) await use.shop.receive(sku, 1);
}

async function writesNothing(work: () => Promise<void>): Promise<void> {
  const before = await use.database.eventCount();
  await work();
  expect(await use.database.eventCount()).toBe(before);
}

describe('of two clients that saw the same version', () => {
  test('the first order is accepted, the second gets the current version and the unseen events', async () => {
    await bringToVersion('SEVEN', 7);
    const first = await use.shop.order([units('SEVEN', 2, { expectedVersion: 7 })]);
    expect(first.status).toBe(201);
    await writesNothing(async () => {
      const second = await use.shop.order([units('SEVEN', 1, { expectedVersion: 7 })]);
      expect(second.status).toBe(409);
      expect(second.headers['content-type']).toContain('application/problem+json');
      expect(second.body).toMatchObject({ code: 'version-conflict', status: 409, type: '/problems/version-conflict' });
      expect(second.body.conflicts).toEqual([
        {
          stream: 'stock-main/SEVEN',
          expectedVersion: 7,
          currentVersion: 8,
          unseenEvents: [
            {
              version: 8,
              type: 'StockDecremented',
              data: { orderId: first.body.orderId, quantity: 2 },
              recordedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
            },
          ],
        },
      ]);
    });
  });

  test('exactly one of 50 simultaneous orders wins', async () => {
    await bringToVersion('CONTESTED', 3);
    const order = () => use.shop.order([units('CONTESTED', 1, { expectedVersion: 3 })]);
    const replies = await Promise.all(Array.from({ length: 50 }, order));
    expect(replies.filter(({ status }) => status === 201)).toHaveLength(1);
    const conflicts = replies.filter(({ body }) => body.code === 'version-conflict');
    expect(conflicts).toHaveLength(49);
    expect(new Set(conflicts.flatMap(({ body }) => body.conflicts.map((one) => one.currentVersion)))).toEqual(
      new Set([4]),
    );
  });

  test('every line with a stale version is named, and a conflict comes before a shortage', async () => {
    await bringToVersion('STALE-1', 2);
    await bringToVersion('STALE-2', 2);
    await writesNothing(async () => {
      const { body, status } = await use.shop.order([
        units('STALE-1', 900, { expectedVersion: 1 }),
        units('STALE-2', 1, { expectedVersion: 5 }),
        units('NEVER-SEEN', 1, { expectedVersion: 0 }),
      ]);
      expect(status).toBe(409);
      expect(body.conflicts).toMatchObject([
        { stream: 'stock-main/STALE-1', expectedVersion: 1, currentVersion: 2, unseenEvents: [{ version: 2 }] },
        { stream: 'stock-main/STALE-2', expectedVersion: 5, currentVersion: 2, unseenEvents: [] },
      ]);
    });
  });

  test('at most 50 unseen events are listed, the oldest first', async () => {
    await bringToVersion('LONG', 60);
    const { body } = await use.shop.order([units('LONG', 1, { expectedVersion: 4 })]);
    const [conflict] = body.conflicts;
    expect(conflict).toMatchObject({ expectedVersion: 4, currentVersion: 60 });
    expect(conflict?.unseenEvents.map(({ version }) => version)).toEqual(Array.from({ length: 50 }, (_, at) => at + 5));
  });
});

describe('If-Match', () => {
  test('a stale tag gets 412 with the conflict, and nothing is written', async () => {
    await bringToVersion('MATCH', 3);
    await writesNothing(async () => {
      const reply = await use.shop.receive('MATCH', 5, ifMatch('"2"'));
      expect(reply.status).toBe(412);
      expect(reply.body).toMatchObject({ code: 'version-conflict', status: 412 });
      expect(reply.body.conflicts).toMatchObject([
        { stream: 'stock-main/MATCH', expectedVersion: 2, currentVersion: 3, unseenEvents: [{ version: 3 }] },
      ]);
    });
    expect((await use.shop.receive('MATCH', 5, ifMatch('"3"'))).headers['etag']).toBe('"4"');
  });

  test.each([
    ['a list that names the current version', '"1", "3"', 201],
    ['a list with spaces and a weak tag beside the current version', ' W/"3" ,"3"', 201],
    ['any version', '*', 201],
    ['a weak tag of the current version', 'W/"3"', 412],
    ['a list of others', '"1","2","4"', 412],
    ['a tag that is no version', '"abc"', 412],
    ['a tag with a comma in it', '"3,4"', 412],
    ['an empty tag', '""', 412],
    ['a version with a leading zero', '"03"', 412],
  ])('%s: %s answers %i', async (_name, value, status) => {
    const sku = `LIST-${randomUUID()}`;
    await bringToVersion(sku, 3);
    expect(await use.shop.receive(sku, 1, ifMatch(value))).toMatchObject({ status });
    expect(await use.database.events(`stock-main/${sku}`)).toHaveLength(status === 201 ? 4 : 3);
  });

  test('"any version" does not match a stream that does not exist', async () => {
    expect((await use.shop.receive('NOT-YET', 1, ifMatch('*'))).status).toBe(412);
    const patched = await use.system.request('PATCH', '/v1/products/NOT-YET', { json: { name: 'x' }, ...ifMatch('*') });
    expect(patched.status).toBe(412);
  });

  test('guards adjustments, products and transitions of orders alike', async () => {
    await bringToVersion('GUARD', 2);
    expect((await use.shop.adjust('GUARD', { delta: -1 }, ifMatch('"1"'))).status).toBe(412);
    const { body: order } = await use.shop.order([units('GUARD', 1)]);
    expect((await use.shop.change(order.orderId, 'confirm', ifMatch('"2"'))).status).toBe(412);
    expect((await use.shop.change(order.orderId, 'confirm', ifMatch('"1"'))).headers['etag']).toBe('"2"');
    await use.system.request('POST', '/v1/products', { json: { sku: 'GUARD', name: 'one' } });
    const patch = (version: number, name: string) =>
      use.system.request('PATCH', '/v1/products/GUARD', { json: { name }, ...ifMatch(`"${version}"`) });
    expect((await patch(1, 'two')).body).toMatchObject({ name: 'two', version: 2 });
    expect((await patch(1, 'three')).body.conflicts).toMatchObject([
      { stream: 'product-GUARD', unseenEvents: [{ type: 'ProductChanged', data: { name: 'two' } }] },
    ]);
  });
});

describe('a repeated request', () => {
  test('is answered before its expectations are compared', async () => {
    await bringToVersion('KNOWN', 2);
    const order = () => use.shop.order([units('KNOWN', 1, { expectedVersion: 2 })], { key: 'known-order' });
    const receive = () => use.shop.receive('KNOWN', 4, { key: 'known-receipt', ...ifMatch('"3"') });
    const [placed, received] = [await order(), await receive()];
    expect([placed.status, received.status]).toEqual([201, 201]);
    await writesNothing(async () => {
      for (const [again, first] of [
        [await order(), placed],
        [await receive(), received],
      ] as const) {
        expect(again).toMatchObject({ status: 201, text: first.text });
        expect(again.headers).toMatchObject({ 'idempotency-replayed': 'true', etag: first.headers['etag'] });
      }
    });
  });

  test('is decided anew if the first one was refused for a conflict', async () => {
    await bringToVersion('REFUSED', 2);
    const order = (expectedVersion: number) =>
      use.shop.order([units('REFUSED', 1, { expectedVersion })], { key: 'refused-once' });
    expect((await order(1)).status).toBe(409);
    expect(await order(2)).toMatchObject({ status: 201, body: { status: 'NEW' } });
  });
});
