import { stockBodySchema } from '@firstwrite/shop';
import { KafkaMessageLog } from '@firstwrite/messaging';
import { describeWithKafka, eventually, kafkaStartMsMax, sharedTestKafka } from '@firstwrite/testing';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ExampleProcess } from './test/example-process';
import { PublishedHistory } from './test/published-history';

const PARTITIONS = 3;
const TOPIC = `low-stock-${randomUUID()}`;
const TIME = '2026-01-01T09:30:00.000Z';
const WITHIN_MS = 20_000;

/** The service's answer for an item with events that the topic no longer has, in the shape of the service. */
const forgotten = stockBodySchema.parse({
  location: 'main',
  sku: 'OLD',
  onHand: 2,
  reserved: 0,
  available: 2,
  version: 9,
});
const service = createServer((request, response) => {
  const known = request.url === '/v1/stock/main/OLD' && request.headers['consistency'] === 'strong';
  response.writeHead(known ? 200 : 404).end(JSON.stringify(forgotten));
});

describeWithKafka('the low-stock example, with messages as the relay publishes them', () => {
  let log: KafkaMessageLog;
  let history: PublishedHistory;
  let example: ExampleProcess;

  beforeAll(async () => {
    await once(service.listen(0, '127.0.0.1'), 'listening');
    const brokers = await sharedTestKafka();
    log = new KafkaMessageLog({ brokers, clientId: 'low-stock-test' });
    const settings = { minInsyncReplicas: 1, retentionMs: 3_600_000, batchBytesMax: 1_048_576 };
    await log.applyTopic({ topic: TOPIC, partitions: PARTITIONS, replicationFactor: 1, ...settings });
    history = new PublishedHistory(log, TOPIC, PARTITIONS);
    const { port } = service.address() as AddressInfo;
    example = new ExampleProcess({
      KAFKA_BROKERS: brokers.join(','),
      KAFKA_TOPIC: TOPIC,
      FIRSTWRITE_URL: `http://127.0.0.1:${port}`,
      LOW_STOCK: '5',
    });
  }, kafkaStartMsMax);

  afterAll(async () => {
    service.close();
    example.kill();
    await log.close();
  });

  test('prints a fall once, though its event comes twice, among watermarks and other streams', async () => {
    await history.publish([
      ['stock-main/TEA-1', 1, 'StockReceived', { quantity: 10 }],
      ['stock-north/CUP', 1, 'StockReceived', { quantity: 100 }],
      ['order-0190a3c4-5b2e-7c1d-8f00-0000000002a7', 1, 'OrderConfirmed', { at: TIME }],
    ]);
    await history.publish([['stock-main/TEA-1', 2, 'StockDecremented', { quantity: 7 }]], { times: 2 });
    await history.publish([]);
    await eventually(() => expect(example.lines).toEqual([`${TIME} stock-main/TEA-1: 3 left`]), {
      withinMs: WITHIN_MS,
    });
  }, 30_000);

  test('prints the next fall after a rise, and the fall of an item with deleted first events', async () => {
    await history.publish([
      ['stock-main/TEA-1', 3, 'StockRestocked', { quantity: 3, cause: 'cancelled' }],
      ['stock-main/TEA-1', 4, 'StockAdjusted', { delta: -2, reason: 'broken', actor: 'ann' }],
      ['stock-main/OLD', 8, 'StockDecremented', { quantity: 1 }],
      ['stock-main/OLD', 9, 'StockDecremented', { quantity: 1 }],
    ]);
    const newLines = () => example.lines.slice(1).toSorted();
    const expected = [`${TIME} stock-main/OLD: 2 left`, `${TIME} stock-main/TEA-1: 4 left`];
    await eventually(() => expect(newLines()).toEqual(expected), { withinMs: WITHIN_MS });
  }, 30_000);

  test('ends at Ctrl-C', async () => {
    const ended = example.interrupt();
    // The relay publishes all the time; a message ends the fetch that kafkajs waits for.
    await history.publish([]);
    expect(await ended).toBe(0);
  }, 30_000);
});
