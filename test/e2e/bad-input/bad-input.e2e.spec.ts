import fc from 'fast-check';
import type { Reply } from '../system/client';
import { orderOf, units } from '../system/shop';
import { useSystem } from '../system/use-system';
import type { BadRequest } from './bad-request';
import { catalogueCases } from './catalogue.cases';
import { envelopeCases } from './envelope.cases';
import { orderCases } from './order.cases';
import { readCases } from './read.cases';
import { rawRequest } from './raw-request';
import { hostileBody } from './hostile-body.arbitrary';

const use = useSystem();

beforeAll(async () => {
  await use.shop.receive('GOOD', 1_000_000);
  await use.system.client.post('/v1/products', { sku: 'GOOD', name: 'good' });
});

async function writesNothing(work: () => Promise<void>): Promise<void> {
  const before = await use.database.eventCount();
  await work();
  expect(await use.database.eventCount()).toBe(before);
}

function expectProblem(reply: Pick<Reply, 'status' | 'headers' | 'body'>): void {
  const { body, status, headers } = reply;
  expect(headers['content-type']).toMatch(/^application\/problem\+json/);
  expect(body).toMatchObject({
    type: `/problems/${body.code}`,
    title: expect.any(String),
    status,
    detail: expect.any(String),
    instance: headers['x-request-id'] ?? expect.any(String),
  });
}

/** The places of the faults, each once. */
function placesOf({ body }: Reply): string[] {
  const places = body.errors.map(({ pointer, parameter, header }) =>
    parameter !== undefined
      ? `parameter ${parameter}`
      : header !== undefined
        ? `header ${header}`
        : (pointer ?? 'nowhere'),
  );
  return [...new Set(places)].sort();
}

async function isRefused({ method = 'POST', path, places, code, status, ...options }: BadRequest): Promise<void> {
  await writesNothing(async () => {
    const reply = await use.system.request(method, path, options);
    expect({ status: reply.status, code: reply.body.code }).toEqual({
      status: status ?? 400,
      code: code ?? 'invalid-request',
    });
    expectProblem(reply);
    if (places) expect(placesOf(reply)).toEqual([...places].sort());
    if (status === 405) expect(reply.headers['allow']).toMatch(/^[A-Z]+(, [A-Z]+)*$/);
  });
}

describe.each([
  ['an order with', orderCases],
  ['another write with', catalogueCases],
  ['a request with', envelopeCases],
  ['a read of', readCases],
])('%s', (_of, cases) => {
  test.each(cases.map((one) => [`${one.name} (${one.method ?? 'POST'} ${one.path.slice(0, 40)})`, one] as const))(
    '%s is refused, each fault is named, and nothing is written',
    (_name, one) => isRefused(one),
  );
});

describe('bytes that are no request', () => {
  const head = 'POST /v1/orders HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/json\r\n';

  test.each([
    ['no HTTP', 'GARBAGE\r\n\r\n', 400],
    ['an unknown method', 'BREW /v1/orders HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n', 400],
    ['a length that is no number', `${head}Content-Length: x\r\n\r\n{}`, 400],
    ['two lengths', `${head}Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}`, 400],
    ['a length and chunks', `${head}Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`, 400],
    ['a chunk that is none', `${head}Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n`, 400],
    ['no Host', 'POST /v1/orders HTTP/1.1\r\nConnection: close\r\nContent-Length: 0\r\n\r\n', 400],
    ['a header line without a name', `${head}: value\r\n\r\n`, 400],
    ['headers of 20 KiB', `${head}X-Long: ${'h'.repeat(20_480)}\r\n\r\n`, 431],
    ['2,000 headers', `${head}${Array.from({ length: 2_000 }, (_, at) => `X-${at}: value`).join('\r\n')}\r\n\r\n`, 431],
  ])('%s is answered with a problem', async (_name, bytes, status) => {
    await writesNothing(async () => {
      const { status: answered, text } = await rawRequest(use.system.port, bytes);
      expect(answered).toBe(status);
      expect(text.toLowerCase()).toContain('content-type: application/problem+json');
      expect(text).toContain(status === 431 ? '"code":"headers-too-large"' : '"code":"invalid-request"');
    });
  });

  test('chunks of more than 1 MiB together are too large', async () => {
    const chunk = `${(65_536).toString(16)}\r\n${' '.repeat(65_536)}\r\n`;
    await writesNothing(async () => {
      const { status, text } = await rawRequest(
        use.system.port,
        `${head}Transfer-Encoding: chunked\r\n\r\n${chunk.repeat(17)}0\r\n\r\n`,
      );
      expect(status).toBe(413);
      expect(text).toContain('"code":"body-too-large"');
    });
  });
});

describe('values at a limit', () => {
  test.each([
    ['a body of exactly 1 MiB', JSON.stringify(orderOf(units('GOOD', 1))).padEnd(1_048_576)],
    [
      '1,000 lines',
      JSON.stringify(orderOf(...Array.from({ length: 1_000 }, () => units('GOOD', 1, { unitPrice: 0 })))),
    ],
    ['a total of 2^53−1', JSON.stringify(orderOf(units('GOOD', 1, { unitPrice: 2 ** 53 - 1 })))],
    ['a field twice, the last one right', `{"currency":"eur",${JSON.stringify(orderOf(units('GOOD', 1))).slice(1)}`],
    ['texts of other alphabets', JSON.stringify({ ...orderOf(units('GOOD', 1)), customerId: 'Ünï — 客 👩‍👩‍👧 \u202e' })],
  ])('%s', async (_name, text) => {
    const reply = await use.system.request('POST', '/v1/orders', { text });
    expect(reply.status).toBe(201);
  });

  test('a key of 255 characters and a content type with parameters', async () => {
    const headers = { 'content-type': 'Application/JSON; charset=UTF-8', 'idempotency-key': '~'.repeat(255) };
    const reply = await use.system.request('POST', '/v1/orders', { json: orderOf(units('GOOD', 1)), headers });
    expect(reply.status).toBe(201);
  });
});

describe('a token or a cursor that was changed', () => {
  test.each([0, 5, -1])('at character %i is refused', async (at) => {
    await use.shop.receive('GOOD', 1);
    await use.shop.receive('GOOD', 1);
    const page = await use.system.client.get('/v1/stock/main/GOOD/ledger?limit=1', { consistency: 'strong' });
    const token = page.headers['consistency-token'] ?? '';
    const changed = (text: string) => text.slice(0, at) + (text.at(at) === 'A' ? 'B' : 'A') + text.slice(at).slice(1);
    const withToken = await use.system.client.get('/v1/orders', { 'consistency-token': changed(token) });
    expect(withToken).toMatchObject({ status: 400, body: { code: 'invalid-token' } });
    const cursor = encodeURIComponent(changed(page.body.nextCursor ?? ''));
    const withCursor = await use.system.client.get(`/v1/stock/main/GOOD/ledger?cursor=${cursor}`);
    expect(withCursor).toMatchObject({ status: 400, body: { code: 'invalid-cursor' } });
  });

  test('or that belongs to another list or header is refused', async () => {
    const page = await use.system.client.get('/v1/stock/main/GOOD/ledger?limit=1', { consistency: 'strong' });
    const cursor = page.body.nextCursor ?? '';
    const others = ['/v1/stock/main/OTHER/ledger', '/v1/orders', '/v1/stock'];
    for (const path of others) {
      const reply = await use.system.client.get(`${path}?cursor=${encodeURIComponent(cursor)}`);
      expect(reply).toMatchObject({ status: 400, body: { code: 'invalid-cursor' } });
    }
    const asToken = await use.system.client.get('/v1/orders', { 'consistency-token': cursor });
    expect(asToken).toMatchObject({ status: 400, body: { code: 'invalid-token' } });
  });
});

test('no hostile body causes a 500, and a refused order writes nothing', async () => {
  let events = await use.database.eventCount();
  await fc.assert(
    fc.asyncProperty(hostileBody, async (text) => {
      const reply = await use.system.request('POST', '/v1/orders', { text });
      expect([201, 400, 409, 413]).toContain(reply.status);
      const after = await use.database.eventCount();
      if (reply.status !== 201) {
        expectProblem(reply);
        expect(after).toBe(events);
      }
      events = after;
    }),
    { numRuns: 300 },
  );
});

test('after all of that no prototype is polluted, no defect is logged, and orders are taken', async () => {
  expect((await use.shop.order([units('GOOD', 1)])).status).toBe(201);
  expect(use.system.output().stderr).not.toContain('"defect"');
  expect((await use.system.client.get('/metrics')).text).not.toMatch(/status="5\d\d"/);
});
