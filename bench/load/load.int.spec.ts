import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { hot } from '../workloads/hot';
import { closedLoop } from './closed-loop';
import { openLoop } from './open-loop';

interface Shop {
  readonly address: string;
  /** The keys of all requests. */
  readonly keys: string[];
  close(): Promise<unknown>;
}

/** A service that answers as the test tells it. */
async function shopThat(answers: (response: ServerResponse, request: number) => void): Promise<Shop> {
  const keys: string[] = [];
  const server: Server = createServer((request, response) => {
    keys.push(String(request.headers['idempotency-key']));
    request.resume().on('end', () => answers(response, keys.length));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const close = () => {
    server.closeAllConnections();
    server.close();
    return once(server, 'close');
  };
  return { address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, keys, close };
}

const created = (response: ServerResponse) => void response.writeHead(201, { 'content-length': 2 }).end('{}');
const optionsFor = ({ address }: Shop) => ({
  ...{ address, connections: 4, seconds: 0.2, keyPrefix: 'a', conflictsAllowed: false },
  nextOrder: hot.orders(),
});

describe('a load', () => {
  let shop: Shop;
  afterEach(() => shop.close());

  it('waits for every answer, and gives each order a key of its own', async () => {
    shop = await shopThat(created);
    const result = await closedLoop(optionsFor(shop));
    expect(result).toMatchObject({ accepted: shop.keys.length, units: shop.keys.length, conflicts: 0 });
    expect(new Set(shop.keys).size).toBe(shop.keys.length);
    expect(result.latency!.p50Ms).toBeGreaterThan(0);
  });

  it('fails at an answer other than 201', async () => {
    shop = await shopThat((response) => void response.writeHead(503, { 'content-length': 4 }).end('busy'));
    await expect(closedLoop(optionsFor(shop))).rejects.toThrow('an order was answered with 503: busy');
    await expect(openLoop({ ...optionsFor(shop), rate: 100 })).rejects.toThrow('503');
  });

  it('counts conflicts where they are allowed, and counts no order for a conflict', async () => {
    shop = await shopThat((response, request) =>
      request % 2 === 0 ? created(response) : void response.writeHead(409, { 'content-length': 0 }).end(),
    );
    const result = await closedLoop({ ...optionsFor(shop), conflictsAllowed: true });
    expect(result.conflicts).toBeGreaterThan(0);
    expect(result.accepted + result.conflicts).toBe(shop.keys.length);
  });

  it('counts the orders of a batch, and fails if one of them was not placed', async () => {
    const placed = (count: number) => JSON.stringify({ results: Array(count).fill({ status: 201, order: {} }) });
    const answer = (text: string) => (response: ServerResponse) =>
      void response.writeHead(200, { 'content-length': Buffer.byteLength(text) }).end(text);
    shop = await shopThat(answer(placed(10)));
    const batches = { ...optionsFor(shop), batchOrders: 10 };
    expect((await closedLoop(batches)).accepted).toBe(10 * shop.keys.length);
    await expect(closedLoop({ ...batches, batchOrders: 11 })).rejects.toThrow('10 of 11 orders of a batch were placed');
  });

  it('at a rate, counts a pause of the service for every request that was due during the pause', async () => {
    // One answer takes 300 ms; a load that waited for it would count one slow order of a hundred.
    const PAUSE_MS = 300;
    shop = await shopThat((response, request) => {
      const end = performance.now() + (request === 20 ? PAUSE_MS : 0);
      while (performance.now() < end);
      created(response);
    });
    const result = await openLoop({ ...optionsFor(shop), seconds: 1, rate: 100 });
    expect(result.accepted).toBe(100);
    expect(result.latency!.p99Ms).toBeGreaterThan(PAUSE_MS * 0.8);
    // About thirty of a hundred were due in the pause: the 80th percentile was late as well, and the median was not.
    expect(result.latency!.p50Ms).toBeLessThan(PAUSE_MS / 2);
    expect(result.ordersPerSecond).toBeGreaterThan(70);
  });
});
