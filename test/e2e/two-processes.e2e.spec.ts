import type { EmbeddedPostgres } from '@firstwrite/local-servers';
import { leaveNothingBehind } from './system/clean-up';
import type { Reply } from './system/client';
import { expectAuditPasses } from './system/command-line';
import { Database } from './system/database';
import { startExternalPostgres } from './system/external-postgres';
import { countByStatus, shopOf, units, type Shop } from './system/shop';
import { startSystem, type System } from './system/system';

let server: EmbeddedPostgres;
let systems: readonly [System, System];
let left: Shop;
let right: Shop;
let database: Database;

beforeAll(async () => {
  server = await startExternalPostgres();
  const { url: databaseUrl } = server;
  systems = await Promise.all([startSystem({ databaseUrl }), startSystem({ databaseUrl })]);
  [left, right] = [shopOf(systems[0]), shopOf(systems[1])];
  database = await Database.connect(databaseUrl);
});
afterAll(async () => {
  await database.close();
  await Promise.all(systems.map((system) => system.stop()));
  await server.stop();
});
leaveNothingBehind();

/** Repeats a request while the service answers 503, at most 20 times. */
async function settled(send: () => Promise<Reply>, unavailable: Reply[]): Promise<Reply> {
  for (let attempt = 1; ; attempt += 1) {
    const reply = await send();
    if (reply.status !== 503 || attempt === 20) return reply;
    unavailable.push(reply);
  }
}

test('after one process sold out and the other received stock, the next order at the first succeeds', async () => {
  await left.receive('REFILL', 1);
  expect((await left.order([units('REFILL', 1)])).status).toBe(201);
  expect((await left.order([units('REFILL', 1)])).status).toBe(409);
  await right.receive('REFILL', 1);
  expect((await left.order([units('REFILL', 1)])).status).toBe(201);
});

test('stock that one process sold is not sold again by the other, though its cache is older', async () => {
  await left.receive('GONE', 5);
  await right.receive('GONE', 1);
  await left.adjust('GONE', { delta: 1 });
  expect((await right.order([units('GONE', 7)])).status).toBe(201);
  const refused = await left.order([units('GONE', 1)]);
  expect(refused).toMatchObject({ status: 409, body: { shortages: [{ requested: 1, available: 0 }] } });
});

test('a version from one process conflicts with a later write of the other', async () => {
  await left.receive('SEEN', 10);
  await right.order([units('SEEN', 1)]);
  const stale = await left.order([units('SEEN', 1, { expectedVersion: 1 })]);
  expect(stale.body).toMatchObject({ code: 'version-conflict', conflicts: [{ currentVersion: 2 }] });
  expect((await left.order([units('SEEN', 1, { expectedVersion: 2 })])).status).toBe(201);
});

test('one key sent to both at once has one effect and one answer', async () => {
  await left.receive('KEY', 100);
  const before = await database.eventCount();
  for (let round = 0; round < 5; round += 1) {
    const key = `both-${round}`;
    const replies = await Promise.all(
      Array.from({ length: 16 }, (_, at) => (at % 2 ? left : right).order([units('KEY', 1)], { key })),
    );
    expect(countByStatus(replies)).toEqual({ 201: 16 });
    expect(new Set(replies.map(({ body }) => body.orderId)).size).toBe(1);
    const receipts = await Promise.all([left, right, left, right].map((shop) => shop.receive('KEY', 1, { key })));
    expect(new Set(receipts.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
  }
  expect(await database.eventCount()).toBe(before + 5 * 3);
});

test('an order that both processes cancel puts its units back once', async () => {
  await left.receive('CANCEL', 3);
  const { body } = await left.order([units('CANCEL', 3)]);
  const replies = await Promise.all([left, right, left, right].map((shop) => shop.change(body.orderId, 'cancel')));
  expect(countByStatus(replies)).toEqual({ 200: 4 });
  const types = (await database.events('stock-main/CANCEL')).map(({ type }) => type);
  expect(types).toEqual(['StockReceived', 'StockDecremented', 'StockRestocked']);
});

test('600 orders of several lines to both processes for the same ten items: nothing is oversold or lost', async () => {
  const skus = Array.from({ length: 10 }, (_, at) => `RACE-${at}`);
  await Promise.all(skus.map((sku) => left.receive(sku, 60)));
  const before = await database.unitsTaken();
  const unavailable: Reply[] = [];
  const replies = await Promise.all(
    Array.from({ length: 600 }, (_, at) => {
      const lines = [0, 3, 7].map((step) => units(skus[(at * 7 + step * (at % 3)) % 10] ?? '', 1 + (at % 2)));
      const shop = at % 2 ? left : right;
      return settled(() => shop.order(lines, { key: `race-${at}` }), unavailable);
    }),
  );
  const counts = countByStatus(replies);
  expect(Object.keys(counts)).toEqual(['201', '409']);
  expect(replies.every(({ status, body }) => status === 201 || body.code === 'insufficient-stock')).toBe(true);
  const accepted = replies.flatMap(({ status, body }) => (status === 201 ? body.lines : []));
  const sum = accepted.reduce((total, { quantity }) => total + quantity, 0);
  const after = await database.unitsTaken();
  expect(after.decremented - before.decremented).toBe(sum);
  expect(after.ordered - before.ordered).toBe(sum);
  expect(await database.oversold()).toEqual([]);
  expect(await database.streamsWithGaps()).toEqual([]);
  expect(unavailable.map(({ body }) => body.detail)).toEqual([]);
});

test('the metrics show two writers as fence violations, and no order got a 500', async () => {
  const texts = await Promise.all(systems.map(async ({ client }) => (await client.get('/metrics')).text));
  expect(texts.join('\n')).toMatch(/firstwrite_fence_violations_total\{failure="(fence|confirm)"[^}]*\} [1-9]/);
  expect(texts.join('\n')).not.toMatch(/status="500"/);
});

test('the audit of both processes’ events passes', () => expectAuditPasses(systems[0]));
