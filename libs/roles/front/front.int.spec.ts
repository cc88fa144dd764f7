import { readSettings, ShutdownOrder, type Surroundings } from '@firstwrite/platform';
import { eventually } from '@firstwrite/testing';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
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

function surroundingsOf(order: ShutdownOrder): Surroundings {
  return { settings: readSettings({ PORT: '0' }), logger, shutdown: order, metrics: new Registry() };
}

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
  front = await serveFront(surroundingsOf(shutdown), {
    commands: await role('commands'),
    queries: await role('queries'),
  });
  const nobody = 'http://127.0.0.1:9';
  frontOfNobody = await serveFront(surroundingsOf(shutdown), { commands: nobody, queries: nobody });
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
  ['PROPFIND', 'commands'],
  ['PURGE', 'commands'],
])('%s goes to the %s', async (method, name) => {
  await fetch(`${front}/v1/orders?x=1`, { method });
  expect(seen.map(({ role, request }) => [role, request.method, request.url])).toEqual([
    [name, method, '/v1/orders?x=1'],
  ]);
});

/** Sends bytes to the front and returns its answer, up to the end of the connection. */
async function exchange(bytes: string): Promise<string> {
  const { hostname, port } = new URL(front);
  const socket = connect(Number(port), hostname);
  socket.write(bytes);
  return text(socket);
}

const CLOSING = 'Host: shop.example\r\nConnection: close\r\n\r\n';

test.each([
  '/v1/%2e%2e/a%20b',
  '/v1/../orders/./x',
  '//v1//orders',
  '/v1/orders?sku=%C3%A9&sku="<a>"&a=b?c&&=/../',
  '/v1/orders?',
  '/v1/orders;x=1|2^{3}',
  '/health/live/',
  `/v1/${'x'.repeat(7_000)}`,
])('forwards the path byte for byte: %s', async (path) => {
  for (const method of ['GET', 'DELETE']) await exchange(`${method} ${path} HTTP/1.1\r\n${CLOSING}`);
  expect(seen.map(({ request }) => request.url)).toEqual([path, path]);
});

test('forwards the headers of a request unchanged, except hop-by-hop headers', async () => {
  await exchange(
    'POST /v1/orders HTTP/1.1\r\nIf-Match: "3"\r\nIdempotency-Key: k\r\nX-Many: 1\r\nX-Many: 2\r\nX-Latin: \xe9\r\n' +
      'X-Hop: gone\r\nKeep-Alive: timeout=5\r\nTE: trailers\r\nExpect: 100-continue\r\nTransfer-Encoding: chunked\r\n' +
      'Connection: x-hop, close\r\nHost: shop.example\r\n\r\n4\r\n{"q"\r\n3\r\n:1}\r\n0\r\n\r\n',
  );
  expect(seen).toMatchObject([{ body: '{"q":1}' }]);
  expect(seen[0]?.request.headers).toEqual({
    host: 'shop.example',
    'if-match': '"3"',
    'idempotency-key': 'k',
    'x-many': '1, 2',
    'x-latin': Buffer.from('é').toString('latin1'),
    'content-length': '7',
    connection: 'keep-alive',
  });
});

test.each([
  ['application/json; charset=utf-8', '{"broken'],
  ['text/plain', 'plain'],
  ['multipart/form-data; boundary=b', '--b--'],
  ['', 'of no type'],
])('forwards a body unchanged, with its content type: %s', async (type, body) => {
  const header = type && `Content-Type: ${type}\r\n`;
  for (const method of ['POST', 'DELETE', 'REPORT'])
    await exchange(`${method} /v1/orders HTTP/1.1\r\n${header}Content-Length: ${body.length}\r\n${CLOSING}${body}`);
  const sent = [body, type || undefined];
  expect(seen.map(({ body, request }) => [body, request.headers['content-type']])).toEqual([sent, sent, sent]);
});

test.each([
  ['POST', undefined, '0'],
  ['POST', 'application/json', '0'],
  ['DELETE', undefined, undefined],
])('forwards %s of type %s without a body', async (method, type, length) => {
  await exchange(`${method} /v1/orders HTTP/1.1\r\n${type ? `Content-Type: ${type}\r\n` : ''}${CLOSING}`);
  const [{ body, request } = { body: '', request: undefined }] = seen;
  expect([body, request?.headers['content-type'], request?.headers['content-length']]).toEqual(['', type, length]);
});

test.each([
  ['GET /v1/orders HTTP/1.1\r\nConnection: close\r\n\r\n', 400, 'invalid-request'],
  ['nonsense\r\n\r\n', 400, 'invalid-request'],
  [`GET /v1/orders HTTP/1.1\r\nX: ${'x'.repeat(17_000)}\r\n${CLOSING}`, 431, 'headers-too-large'],
  [`GET /v1/${'x'.repeat(8_000)} HTTP/1.1\r\n${CLOSING}`, 414, 'uri-too-long'],
  [`GET /v1/%zz HTTP/1.1\r\n${CLOSING}`, 404, 'not-found'],
  [`GET /metrics HTTP/1.1\r\n${CLOSING}`, 404, 'not-found'],
  [
    `POST /v1/orders HTTP/1.1\r\nContent-Type: none\r\nContent-Length: 2\r\n${CLOSING}{}`,
    415,
    'unsupported-media-type',
  ],
  [`POST /v1/orders HTTP/1.1\r\nContent-Length: 1048577\r\n${CLOSING}`, 413, 'body-too-large'],
])('refuses a broken request as the roles do, without forwarding it: %#', async (bytes, status, code) => {
  const answered = await exchange(bytes);
  expect(answered).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
  expect(answered).toMatch(/^content-type: application\/problem\+json/im);
  expect(JSON.parse(answered.split('\r\n\r\n')[1] ?? '')).toMatchObject({ status, code });
  expect(seen).toEqual([]);
});

test('accepts HTTP/1.0 without Host', async () => {
  expect(await exchange('GET /v1/orders HTTP/1.0\r\n\r\n')).toMatch(/^HTTP\/1.1 200 /);
});

test('forwards an answer unchanged, except hop-by-hop headers', async () => {
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
  answer = (_request, response) =>
    response.writeHead(201, { connection: 'x-hop, keep-alive', 'x-hop': 'gone', 'x-many': ['1', '2'] }).end('{}');
  const { headers } = await fetch(`${front}/v1/orders`, { method: 'POST' });
  expect([headers.get('x-many'), headers.has('x-hop')]).toEqual(['1, 2', false]);
});

test('answers outcome-unknown when a write loses its connection, unavailable when a read does', async () => {
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

test.each([undefined, '{"half":'])(
  'breaks the connection to the caller when an answer breaks off: %s',
  async (sent) => {
    answer = (request, response) => {
      response.writeHead(200, { 'content-length': '12' }).flushHeaders();
      if (sent) response.write(sent);
      setTimeout(() => request.socket.destroy(), 20);
    };
    await expect(fetch(`${front}/v1/orders`).then((reply) => reply.text())).rejects.toThrow();
    expect(seen).toHaveLength(1);
  },
);

test('does not repeat a read that a role refuses with 503', async () => {
  answer = (_request, response) => response.writeHead(503, { 'retry-after': '0' }).end('{}');
  expect((await fetch(`${front}/v1/orders`)).status).toBe(503);
  expect(seen).toHaveLength(1);
});

test('ends the request to the role when the caller closes the connection', async () => {
  const gone = new Promise((resolve) => (answer = (request) => request.socket.once('close', resolve)));
  const left = new AbortController();
  const asked = fetch(`${front}/v1/orders`, { signal: left.signal });
  await eventually(() => expect(seen).toHaveLength(1), { withinMs: 2_000 });
  left.abort();
  await expect(asked).rejects.toThrow();
  await gone;
});

test('answers requests in flight before it stops', async () => {
  const order = new ShutdownOrder(logger, 5_000);
  const urls = { commands: await role('commands'), queries: await role('queries') };
  const stopped = await serveFront(surroundingsOf(order), urls);
  let finish = () => {};
  answer = (_request, response) => (finish = () => response.end('{"late":true}'));
  const asked = fetch(`${stopped}/v1/orders`, { method: 'POST', body: '{}' });
  await eventually(() => expect(seen).toHaveLength(1), { withinMs: 2_000 });
  const stopping = order.stop();
  setTimeout(finish, 100);
  expect(await (await asked).json()).toEqual({ late: true });
  await stopping;
  await expect(fetch(`${stopped}/health/live`)).rejects.toThrow();
});

test('answers unavailable when it cannot connect to a role, and its health names the role', async () => {
  const write = await fetch(`${frontOfNobody}/v1/orders`, { method: 'POST', headers: { 'x-request-id': 'call-42' } });
  expect([write.status, await write.json()]).toMatchObject([503, { code: 'unavailable', instance: 'call-42' }]);
  const ready = await fetch(`${frontOfNobody}/health/ready`);
  expect([ready.status, await ready.json()]).toMatchObject([503, { parts: { 'command-api': { status: 'down' } } }]);
  expect((await fetch(`${frontOfNobody}/health/live`)).status).toBe(200);
  expect((await fetch(`${front}/health/ready`)).status).toBe(200);
});

test('refuses a body over the limit without forwarding it', async () => {
  const reply = await fetch(`${front}/v1/orders`, { method: 'POST', body: 'x'.repeat(1_048_577) }).catch(
    () => undefined,
  );
  if (reply) expect([reply.status, await reply.json()]).toMatchObject([413, { code: 'body-too-large' }]);
  expect(seen).toEqual([]);
});
