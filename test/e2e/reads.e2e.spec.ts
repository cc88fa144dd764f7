import { expectAuditPasses } from './system/command-line';
import type { Reply } from './system/client';
import type { ReplyBody } from './system/reply-body';
import { orderOf, units } from './system/shop';
import { useSystem } from './system/use-system';
import { randomWrites } from './system/random-writes';

const use = useSystem();

const get = (path: string, headers: Record<string, string> = {}) => use.system.client.get(path, headers);
const after = ({ headers }: Reply) => ({ 'consistency-token': headers['consistency-token'] ?? '' });
const strong = { consistency: 'strong' };

/** Every page of a list, one after the other. */
async function allPages(path: string, between: () => Promise<unknown> = () => Promise.resolve()): Promise<ReplyBody[]> {
  const items: ReplyBody[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const page: Reply = await get(`${path}${cursor && `&cursor=${encodeURIComponent(cursor)}`}`, strong);
    expect(page.status).toBe(200);
    items.push(...page.body.items);
    cursor = page.body.nextCursor;
    await between();
  }
  return items;
}

describe('a client that copies the token of a write into a read', () => {
  test('sees every one of 200 random writes at once, while clients without a token never get a 500', async () => {
    let writing = true;
    const bystander = async () => {
      const statuses = new Set<number>();
      for (let at = 0; writing; at += 1) {
        const path = ['/v1/orders?limit=5', '/v1/stock', '/v1/stock/main/W0', '/v1/products'][at % 4] ?? '';
        statuses.add((await get(path)).status);
      }
      return statuses;
    };
    const bystanders = bystander();
    await Promise.all(
      Array.from({ length: 8 }, async (_, writer) => {
        for await (const { write, path } of randomWrites(use.system.client, { sku: `W${writer}`, count: 25 })) {
          const read = await get(path, after(write));
          expect({ path, status: read.status, body: read.body }).toEqual({ path, status: 200, body: write.body });
          expect(read.headers).toMatchObject({ etag: write.headers['etag'], consistency: 'read-your-writes' });
          const list = await get(`/v1/stock/main/W${writer}/ledger?limit=1`, after(write));
          const stock = await get(`/v1/stock/main/W${writer}`, after(list));
          expect(list.body.items.map(({ version }) => version)).toEqual([stock.body.version]);
        }
      }),
    );
    writing = false;
    expect([...(await bystanders)].filter((status) => status !== 200 && status !== 404)).toEqual([]);
  });

  test('sees the orders of a batch, in lists too', async () => {
    await use.shop.receive('BATCH', 3);
    const orders = [1, 1, 1].map((quantity) => orderOf(units('BATCH', quantity)));
    const batch = await use.system.client.post('/v1/orders/batch', { orders });
    const list = await get('/v1/orders?sku=BATCH', after(batch));
    expect(list.body.items.map(({ orderId }) => orderId).sort()).toEqual(
      batch.body.results.map(({ order }) => order.orderId).sort(),
    );
    expect((await get('/v1/stock/main/BATCH', after(batch))).body.available).toBe(0);
  });

  test('sees the effect of a replayed write', async () => {
    await use.shop.receive('AGAIN', 1);
    const order = () => use.shop.order([units('AGAIN', 1)], { key: 'read-again' });
    await order();
    const replayed = await order();
    expect(replayed.headers['idempotency-replayed']).toBe('true');
    expect((await get('/v1/stock/main/AGAIN', after(replayed))).body).toMatchObject({ onHand: 0, version: 2 });
  });
});

describe('a reply states its freshness', () => {
  test.each([
    ['strong', 'strong'],
    ['bounded; max-ms=5000', 'bounded; max-ms=5000'],
    ['read-your-writes', 'read-your-writes'],
    ['eventual', 'eventual'],
    [undefined, 'eventual'],
  ])('asked for %s, it serves %s', async (asked, served) => {
    await use.shop.receive('FRESH', 1);
    for (const path of ['/v1/stock/main/FRESH', '/v1/stock?sku=FRESH', '/v1/orders', '/v1/products']) {
      const reply = await get(path, asked === undefined ? {} : { consistency: asked });
      expect([200, 404]).toContain(reply.status);
      expect(reply.headers).toMatchObject({ consistency: served, 'cache-control': 'private, no-cache' });
      expect(reply.headers['consistency-token']).toBeTruthy();
      expect(reply.headers['served-by']).toBeTruthy();
      expect(Number(reply.headers['staleness-ms'])).toBeGreaterThanOrEqual(0);
    }
  });

  test('a strong read sees every acknowledged write without a token', async () => {
    for (let at = 1; at <= 20; at += 1) {
      await use.shop.receive('STRONG', 1);
      const [entity, list] = await Promise.all([
        get('/v1/stock/main/STRONG', strong),
        get('/v1/stock?sku=STRONG', strong),
      ]);
      expect([entity.body.onHand, list.body.items[0]?.onHand]).toEqual([at, at]);
    }
  });
});

describe('a reader with a version', () => {
  test('gets 304 until there is a newer version', async () => {
    const written = await use.shop.receive('CACHED', 1);
    const conditional = (tag: string) => get('/v1/stock/main/CACHED', { ...strong, 'if-none-match': tag });
    for (const tag of ['"1"', 'W/"1"', '"0", "1"', '*']) {
      const reply = await conditional(tag);
      expect({ tag, status: reply.status, text: reply.text }).toEqual({ tag, status: 304, text: '' });
      expect(reply.headers['etag']).toBe(written.headers['etag']);
    }
    expect(await conditional('"2"')).toMatchObject({ status: 200, body: { version: 1 } });
    await use.shop.receive('CACHED', 1);
    expect(await conditional('"1"')).toMatchObject({ status: 200, body: { version: 2 } });
  });

  test('gets 404 for what does not exist, and an empty ledger', async () => {
    const paths = ['/v1/stock/main/NONE', '/v1/products/NONE', '/v1/orders/00000000-0000-8000-8000-000000000000'];
    for (const path of paths) expect(await get(path)).toMatchObject({ status: 404, body: { code: 'not-found' } });
    expect((await get('/v1/stock/main/NONE/ledger')).body).toEqual({ items: [], nextCursor: null });
  });
});

describe('a list', () => {
  const orderIds: string[] = [];

  beforeAll(async () => {
    await use.shop.receive('LISTED', 100);
    for (let at = 0; at < 25; at += 1) {
      const order = { ...orderOf(units('LISTED', 1)), customerId: at % 2 ? 'odd' : 'even' };
      orderIds.unshift((await use.system.client.post('/v1/orders', order)).body.orderId);
    }
    for (const orderId of orderIds.slice(0, 5)) await use.shop.change(orderId, 'confirm');
  });

  test('is the same in pages of any size, newest first, even if orders arrive between pages', async () => {
    for (const limit of [1, 7, 25, 500]) {
      const between = () => use.shop.order([units('LISTED', 1)]);
      const items = await allPages(`/v1/orders?sku=LISTED&customerId=even&limit=${limit}`, between);
      expect(items.map(({ orderId }) => orderId)).toEqual(orderIds.filter((_, at) => at % 2 === 0));
    }
  });

  test('is limited by each filter, and by several together', async () => {
    const confirmed = await allPages('/v1/orders?sku=LISTED&status=CONFIRMED&limit=2');
    expect(confirmed.map(({ orderId }) => orderId)).toEqual(orderIds.slice(0, 5));
    const both = await allPages('/v1/orders?status=CONFIRMED&customerId=odd&limit=1');
    expect(both.map(({ orderId }) => orderId)).toEqual([orderIds[1], orderIds[3]]);
    expect(await allPages('/v1/orders?sku=NONE&limit=5')).toEqual([]);
  });

  test('of stock is sorted by location and SKU, and can be limited to low stock', async () => {
    for (const [location, sku, quantity] of [
      ['z-low', 'LOW-2', 2],
      ['z-low', 'LOW-1', 1],
      ['z-low', 'LOW-30', 30],
    ] as const) {
      await use.system.client.post(`/v1/stock/${location}/${sku}/receipts`, { quantity });
    }
    const skusOf = (items: ReplyBody[]) => items.map(({ sku }) => sku);
    expect(skusOf(await allPages('/v1/stock?location=z-low&limit=1'))).toEqual(['LOW-1', 'LOW-2', 'LOW-30']);
    expect(skusOf(await allPages('/v1/stock?location=z-low&availableMax=2&limit=1'))).toEqual(['LOW-1', 'LOW-2']);
    expect(skusOf(await allPages('/v1/stock?sku=LOW-30&limit=1'))).toEqual(['LOW-30']);
    const all = skusOf(await allPages('/v1/stock?location=main&limit=3'));
    expect(all).toEqual([...all].sort());
  });

  test('of products is sorted by SKU', async () => {
    for (const sku of ['P-b', 'P-a', 'P-A']) await use.system.client.post('/v1/products', { sku, name: sku });
    const items = await allPages('/v1/products?limit=2');
    const skus = items.map(({ sku }) => sku);
    expect(skus).toEqual([...skus].sort());
    expect(skus).toEqual(expect.arrayContaining(['P-A', 'P-a', 'P-b']));
  });

  test('of a stock item’s changes is its ledger, newest first, and each entry continues the one before', async () => {
    await use.shop.receive('LEDGER', 10, {});
    const { body: order } = await use.shop.order([units('LEDGER', 4)]);
    await use.shop.change(order.orderId, 'cancel');
    await use.shop.adjust('LEDGER', { countedOnHand: 8 });
    await use.system.client.post('/v1/stock/main/LEDGER/receipts', { quantity: 1, reference: 'PO-7' });
    const entries = await allPages('/v1/stock/main/LEDGER/ledger?limit=2');
    const recorded = { actor: 'anonymous', recordedAt: expect.stringMatching(/^\d{4}-.*Z$/) };
    const { orderId } = order;
    expect(entries).toMatchObject([
      { version: 5, type: 'StockReceived', delta: 1, onHandAfter: 9, reference: 'PO-7', ...recorded },
      { version: 4, type: 'StockAdjusted', delta: -2, onHandAfter: 8, reason: 'stocktake', ...recorded },
      { version: 3, type: 'StockRestocked', delta: 4, onHandAfter: 10, orderId, ...recorded },
      { version: 2, type: 'StockDecremented', delta: -4, onHandAfter: 6, orderId, ...recorded },
      { version: 1, type: 'StockReceived', delta: 10, onHandAfter: 10, ...recorded },
    ]);
  });
});

test('after all of that the audit of the events and of every view passes', () => expectAuditPasses(use.system));
