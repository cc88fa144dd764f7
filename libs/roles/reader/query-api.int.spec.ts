import 'reflect-metadata';
import { applicationPool } from '@firstwrite/postgres';
import { PostgresEventStore, type NewEvent, type Position } from '@firstwrite/event-store';
import { createHttpApplication, HttpMetrics } from '@firstwrite/platform';
import { loadTokenKeys, Reader, TokenSigner } from '@firstwrite/reads';
import { feedOf } from '@firstwrite/feed';
import { shop } from '@firstwrite/shop';
import { Projector } from '@firstwrite/views';
import { createTestDatabase, type TestDatabase } from '@firstwrite/testing';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Pool } from 'pg';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { problemCatalogue } from '../problems';
import { QueryApiModule } from './query-api.module';

const ORDER = '01890000-0000-7000-8000-000000000001';

let database: TestDatabase;
let store: PostgresEventStore;
let pool: Pool;
let projector: Projector;
let application: NestFastifyApplication;
let signer: TokenSigner;
let token: string;

beforeAll(async () => {
  database = await createTestDatabase();
  store = await PostgresEventStore.connect({ url: database.url });
  pool = applicationPool({ connectionString: database.url, max: 8 });
  const logger = pino({ level: 'silent' });
  const feed = feedOf(store, shop.model);
  projector = new Projector({ pool, feed, projections: shop.projections, storeId: 0, log: logger });
  projector.start();
  const tokenKeys = await loadTokenKeys(pool, 0);
  signer = new TokenSigner(tokenKeys);
  const { board } = projector;
  const reader = new Reader({ pool, feed, tokenKeys, signer, node: 'node-1', board, readWaitMsMax: 300 });
  const metrics = new HttpMetrics(new Registry());
  application = await createHttpApplication(QueryApiModule.register({ shop, reader, tokens: signer }), {
    logger,
    metrics,
    problems: problemCatalogue(shop),
  });
  await application.init();
  await application.getHttpAdapter().getInstance().ready();
  token = await append(...history);
  const [position] = signer.parse(token);
  expect(await projector.caughtUpTo(position as Position, { withinMs: 60_000 })).toBe(true);
});

afterAll(async () => {
  await application.close();
  await projector.stop();
  await pool.end();
  await store.close();
  await database.drop();
});

const line = { sku: 'A-1', location: 'main', quantity: 2, unitPrice: 150 };
const placedAt = '2026-01-01T00:00:00.000Z';
const history: NewEvent[] = [
  event('stock-main/A-1', 1, 'StockReceived', { quantity: 5, reference: 'PO-1' }),
  event('stock-main/A-1', 2, 'StockDecremented', { orderId: ORDER, quantity: 2 }),
  event(`order-${ORDER}`, 1, 'OrderPlaced', { orderId: ORDER, currency: 'EUR', lines: [line], total: 300, placedAt }),
  event('product-A-1', 1, 'ProductCreated', { sku: 'A-1', name: 'Ticket' }),
];

function event(stream: string, version: number, type: string, data: object): NewEvent {
  return { stream, version, type, data, metadata: { commandId: 'command' } };
}

async function append(...events: NewEvent[]): Promise<string> {
  const { position } = await store.append({ events, confirm: [], guards: [], rows: [] });
  projector.wake();
  return position ? signer.sign([position]) : '';
}

function get(url: string, headers: Record<string, string> = {}) {
  return application.inject({ method: 'GET', url, headers: { 'consistency-token': token, ...headers } });
}

test('every read answers with its body', async () => {
  expect((await get(`/v1/orders/${ORDER}`)).json()).toEqual({
    orderId: ORDER,
    status: 'NEW',
    version: 1,
    currency: 'EUR',
    lines: [line],
    total: 300,
    placedAt,
    updatedAt: placedAt,
  });
  const stock = { location: 'main', sku: 'A-1', onHand: 3, reserved: 0, available: 3, version: 2 };
  expect((await get('/v1/stock/main/A-1')).json()).toEqual(stock);
  expect((await get('/v1/stock?availableMax=3&location=main&sku=A-1')).json()).toEqual({
    items: [stock],
    nextCursor: null,
  });
  const product = { sku: 'A-1', name: 'Ticket', version: 1 };
  expect((await get('/v1/products/A-1')).json()).toEqual(product);
  expect((await get('/v1/products')).json()).toEqual({ items: [product], nextCursor: null });
  const orders = await get('/v1/orders?sku=A-1&status=NEW');
  expect(orders.json().items).toEqual([(await get(`/v1/orders/${ORDER}`)).json()]);
  const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  expect((await get('/v1/stock/main/A-1/ledger')).json().items).toEqual([
    {
      version: 2,
      type: 'StockDecremented',
      delta: -2,
      onHandAfter: 3,
      orderId: ORDER,
      actor: 'anonymous',
      recordedAt: time,
    },
    {
      version: 1,
      type: 'StockReceived',
      delta: 5,
      onHandAfter: 5,
      reference: 'PO-1',
      actor: 'anonymous',
      recordedAt: time,
    },
  ]);
});

test('every reply states its freshness', async () => {
  const { headers } = await get('/v1/stock/main/A-1');
  expect(headers).toMatchObject({
    etag: '"2"',
    'cache-control': 'private, no-cache',
    consistency: 'read-your-writes',
    'served-by': 'node-1',
    'staleness-ms': '0',
  });
  expect(signer.parse(String(headers['consistency-token']))).toHaveLength(1);
  expect((await get('/v1/stock/main/A-1', { consistency: 'bounded;max-ms=500' })).headers['consistency']).toBe(
    'bounded; max-ms=500',
  );
  expect((await get('/v1/stock', { consistency: 'strong' })).headers['consistency']).toBe('strong');
});

test.each(['"2"', 'W/"2"', '"1", W/"2"', '*'])('If-None-Match: %s is 304 with the ETag and no body', async (tag) => {
  const { statusCode, body, headers } = await get('/v1/stock/main/A-1', { 'if-none-match': tag });
  expect([statusCode, body, headers['etag']]).toEqual([304, '', '"2"']);
});

test('If-None-Match of another version is 200', async () => {
  expect((await get('/v1/stock/main/A-1', { 'if-none-match': '"1"' })).statusCode).toBe(200);
});

test('HEAD is GET without the body', async () => {
  const url = `/v1/orders/${ORDER}`;
  const head = await application.inject({ method: 'HEAD', url, headers: { 'consistency-token': token } });
  expect([head.statusCode, head.body, head.headers['etag']]).toEqual([200, '', '"1"']);
});

test('a missing resource is 404, and the reply states its freshness', async () => {
  const { statusCode, headers } = await get('/v1/stock/main/NONE');
  expect([statusCode, headers['consistency']]).toEqual([404, 'read-your-writes']);
  expect((await get('/v1/orders/01890000-0000-7000-8000-00000000ffff')).json().code).toBe('not-found');
  expect((await get('/v1/products/NONE')).json().code).toBe('not-found');
});

test('every fault of path, query and headers is named at once', async () => {
  const reply = await get('/v1/stock/MAIN/A-1/ledger?limit=0&colour=red', { consistency: 'sometimes' });
  expect(reply.statusCode).toBe(400);
  const places = reply.json().errors.map(({ parameter, header }: Record<string, string>) => parameter ?? header);
  expect(places.sort()).toEqual(['Consistency', 'colour', 'limit', 'location']);
});

test.each([
  ['/v1/orders/not-a-uuid', 'invalid-request'],
  ['/v1/orders?status=LOST', 'invalid-request'],
  ['/v1/orders?sku=A-1&sku=B-1', 'invalid-request'],
  ['/v1/stock?availableMax=many', 'invalid-request'],
  ['/v1/products?limit=501', 'invalid-request'],
  ['/v1/products?cursor=abc', 'invalid-cursor'],
])('%s is 400 %s', async (url, code) => {
  const reply = await get(url);
  expect([reply.statusCode, reply.json().code]).toEqual([400, code]);
});

test('a broken token is 400 invalid-token', async () => {
  const reply = await get('/v1/stock', { 'consistency-token': `${token}x` });
  expect([reply.statusCode, reply.json().code]).toEqual([400, 'invalid-token']);
});

test('a list that cannot be fresh in time is 503 with Retry-After', async () => {
  await projector.stop();
  const later = await append(event('product-B-1', 1, 'ProductCreated', { sku: 'B-1', name: 'Late' }));
  const reply = await get('/v1/products', { 'consistency-token': later });
  expect([reply.statusCode, reply.json().code, reply.headers['retry-after']]).toEqual([503, 'not-fresh-enough', '1']);
  expect((await get('/v1/products/B-1', { 'consistency-token': later })).json()).toMatchObject({ name: 'Late' });
});
