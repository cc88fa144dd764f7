import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { freePort } from './free-port';
import { RunningHaproxy, whereHaproxyIs, haproxyIsInstalled } from './haproxy';

const tried = whereHaproxyIs();
const roles: Server[] = [];
let front: RunningHaproxy;
let address: string;

/** Starts a server that answers with its name, and closes the connection for requests of these paths. */
async function role(name: string, ...hangsUpOn: string[]): Promise<number> {
  const server = createServer((request, reply) => {
    // Our roles refuse a request without Host, so a health check must send it.
    if (request.headers.host === undefined) reply.statusCode = 400;
    const answer = () => (hangsUpOn.includes(String(request.url)) ? request.socket.destroy() : reply.end(name));
    request.resume().once('end', answer);
  });
  roles.push(server);
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return (server.address() as AddressInfo).port;
}

beforeAll(async () => {
  if (!haproxyIsInstalled) return;
  const port = await freePort();
  const broken = '/v1/broken';
  const commands = [await role('first command-api', broken), await role('second command-api', broken)];
  const queries = [await role('query-api', broken), await role('query-api', broken, '/v1/broken-at-one')];
  front = await RunningHaproxy.start(port, { 'command-api': commands, 'query-api': queries });
  address = `http://127.0.0.1:${port}`;
});

afterAll(async () => {
  if (!haproxyIsInstalled) return;
  await front.stop();
  for (const server of roles) {
    server.closeAllConnections();
    server.close();
  }
});

async function ask(method: string, path: string, body?: object) {
  // Each request has a new connection: on a connection that was used before, the proxy passes a hang-up on to the
  // client.
  const headers = { connection: 'close' };
  const reply = await fetch(`${address}${path}`, { method, headers, ...(body && { body: JSON.stringify(body) }) });
  return { status: reply.status, retryAfter: reply.headers.get('retry-after'), text: await reply.text() };
}

tried('reads go to query-api, everything else to command-api', async () => {
  expect(await ask('GET', '/v1/orders')).toMatchObject({ text: 'query-api' });
  expect(await ask('HEAD', '/v1/orders')).toMatchObject({ status: 200 });
  for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
    expect(await ask(method, '/v1/orders', {})).toMatchObject({
      text: expect.stringContaining('command-api') as string,
    });
  }
});

tried('every write of a SKU goes to the same command-api, and not all SKUs to one', async () => {
  const owners = new Set<string>();
  for (const sku of ['MUG-1', 'MUG-2', 'MUG-3', 'CUP-1', 'CUP-2', 'CUP-3', 'TEA', 'POT']) {
    const answers = await Promise.all([
      ask('POST', '/v1/orders', { lines: [{ sku, quantity: 1 }] }),
      ask('POST', `/v1/stock/main/${sku}/receipts`, { quantity: 1 }),
      ask('PATCH', `/v1/products/${sku}`, { name: 'Mug' }),
      ask('POST', '/v1/products', { sku, name: 'Mug' }),
    ]);
    const texts = new Set(answers.map(({ text }) => text));
    expect(texts.size).toBe(1);
    texts.forEach((text) => owners.add(text));
  }
  expect(owners.size).toBe(2);
});

tried('if a process fails during a write, the write is not sent again, and its outcome is unknown', async () => {
  const { text, ...reply } = await ask('POST', '/v1/broken');
  expect(reply).toEqual({ status: 503, retryAfter: '1' });
  expect(JSON.parse(text)).toMatchObject({ code: 'outcome-unknown', status: 503 });
});

tried('if a process fails during a read, the read is sent to another process', async () => {
  const reads = await Promise.all(Array.from({ length: 6 }, () => ask('GET', '/v1/broken-at-one')));
  expect(reads.map(({ text }) => text)).toEqual(reads.map(() => 'query-api'));
});

tried('a read that no process answers gets 503 and may be sent again', async () => {
  const { text, ...reply } = await ask('GET', '/v1/broken');
  expect(reply).toEqual({ status: 503, retryAfter: '1' });
  expect(JSON.parse(text)).toMatchObject({ code: 'unavailable', status: 503 });
});

tried('the front does not serve the metrics of a process', async () => {
  expect(await ask('GET', '/metrics')).toMatchObject({ status: 404 });
});
