import { readSettings, ShutdownOrder } from '@firstwrite/platform';
import { once } from 'node:events';
import { createServer, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { serveFront } from './serve-front';

type Answer = (request: IncomingMessage, response: ServerResponse, body: string) => void;

const logger = pino({ level: 'silent' });
const shutdown = new ShutdownOrder(logger, 5_000);
let seen: { role: string; request: IncomingMessage; body: string }[];
let answer: Answer;
let front: string;
let frontOfNobody: string;

async function role(name: string): Promise<string> {
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      seen.push({ role: name, request, body });
      answer(request, response, body);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  shutdown.started(name, async () => server.closeAllConnections() ?? server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

beforeAll(async () => {
  const surroundings = { settings: readSettings({ PORT: '0' }), logger, shutdown, metrics: new Registry() };
  front = await serveFront(surroundings, { commands: await role('commands'), queries: await role('queries') });
  const nobody = 'http://127.0.0.1:9';
  frontOfNobody = await serveFront(surroundings, { commands: nobody, queries: nobody });
});
beforeEach(() => {
  seen = [];
  answer = (_request, response) => response.end('{}');
});
afterAll(() => shutdown.stop());

test.each([
  ['GET', 'queries'],
  ['HEAD', 'queries'],
  ['POST', 'commands'],
  ['PATCH', 'commands'],
  ['OPTIONS', 'commands'],
])('%s goes to the %s', async (method, name) => {
  await fetch(`${front}/v1/orders?x=1`, { method });
  expect(seen.map(({ role, request }) => [role, request.method, request.url])).toEqual([
    [name, method, '/v1/orders?x=1'],
  ]);
});

test('path, headers and body arrive as they were sent, but for those of the connection', async () => {
  const [host, port] = new URL(front).host.split(':');
  const headers = { 'if-match': '"3"', 'idempotency-key': 'k', connection: 'keep-alive, x-hop', 'x-hop': 'gone' };
  const sent = httpRequest({ host, port, method: 'POST', path: '/v1/%2e%2e/a%20b', headers });
  sent.end('{"quantity":1}');
  const [reply] = (await once(sent, 'response')) as [IncomingMessage];
  reply.resume();
  expect(seen[0]).toMatchObject({ body: '{"quantity":1}', request: { url: '/v1/%2e%2e/a%20b' } });
  expect(seen[0]?.request.headers).toMatchObject({ 'if-match': '"3"', 'idempotency-key': 'k' });
  expect(seen[0]?.request.headers).not.toHaveProperty('x-hop');
});

test('an answer comes as it was given', async () => {
  answer = (_request, response) =>
    response
      .writeHead(409, {
        etag: '"7"',
        'consistency-token': 't',
        'content-length': '12',
        'content-type': 'application/problem+json',
      })
      .end('{"code":"x"}');
  const reply = await fetch(`${front}/v1/orders`, { method: 'POST' });
  expect([reply.status, await reply.text()]).toEqual([409, '{"code":"x"}']);
  expect(Object.fromEntries(reply.headers)).toMatchObject({
    etag: '"7"',
    'consistency-token': 't',
    'content-type': 'application/problem+json',
    'content-length': '12',
  });
  answer = (_request, response) => response.writeHead(304, { etag: '"7"' }).end();
  expect((await fetch(`${front}/v1/orders`)).status).toBe(304);
});

test('a write whose connection is lost may have been done; a read can be sent again', async () => {
  answer = (request) => request.socket.destroy();
  const write = await fetch(`${front}/v1/orders`, { method: 'POST', body: '{}' });
  expect([write.status, await write.json()]).toMatchObject([503, { code: 'outcome-unknown' }]);
  const read = await fetch(`${front}/v1/orders`);
  expect([read.status, read.headers.get('retry-after'), await read.json()]).toMatchObject([
    503,
    '1',
    { code: 'unavailable' },
  ]);
  expect(seen).toHaveLength(2);
});

test('what no role saw is unavailable, and the front says that it is not ready and why', async () => {
  const write = await fetch(`${frontOfNobody}/v1/orders`, { method: 'POST', headers: { 'x-request-id': 'call-42' } });
  expect([write.status, await write.json()]).toMatchObject([503, { code: 'unavailable', instance: 'call-42' }]);
  const ready = await fetch(`${frontOfNobody}/health/ready`);
  expect([ready.status, await ready.json()]).toMatchObject([503, { parts: { 'command-api': { status: 'down' } } }]);
  expect((await fetch(`${frontOfNobody}/health/live`)).status).toBe(200);
  expect((await fetch(`${front}/health/ready`)).status).toBe(200);
});

test('a body over the limit is refused before any role sees it', async () => {
  const reply = await fetch(`${front}/v1/orders`, { method: 'POST', body: 'x'.repeat(1_048_577) }).catch(
    () => undefined,
  );
  if (reply) expect([reply.status, await reply.json()]).toMatchObject([413, { code: 'body-too-large' }]);
  expect(seen).toEqual([]);
});
