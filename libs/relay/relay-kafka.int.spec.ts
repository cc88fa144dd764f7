import { applicationPool, PostgresLeases } from '@firstwrite/postgres';
import { partitionOf, PostgresEventStore } from '@firstwrite/event-store';
import { KafkaMessageLog } from '@firstwrite/messaging';
import {
  createTestDatabase,
  describeWithKafka,
  eventually,
  sharedTestKafka,
  type TestDatabase,
} from '@firstwrite/testing';
import { randomInt } from 'node:crypto';
import { PostgresRelayCheckpoints } from './checkpoint/postgres-relay-checkpoints';
import { type Segment, SegmentReader, topicOf } from '@firstwrite/published-log';
import { Relay } from './relay';

const PARTITIONS = 3;
const LARGE = 'ü'.repeat(100_000);
/** A random store id, so that the topic is not shared with another test. */
const storeId = randomInt(1, 32_000);
const topic = topicOf(storeId);

describeWithKafka('the relay over Kafka', () => {
  let database: TestDatabase;
  let store: PostgresEventStore;
  let pool: ReturnType<typeof applicationPool>;
  let log: KafkaMessageLog;
  beforeAll(async () => {
    database = await createTestDatabase();
    await database.query('update store set store_id = $1', [storeId]);
    store = await PostgresEventStore.connect({ url: database.url });
    pool = applicationPool({ connectionString: database.url });
    log = new KafkaMessageLog({ brokers: await sharedTestKafka(), clientId: 'relay-test' });
    const settings = { replicationFactor: 1, minInsyncReplicas: 1, retentionMs: 3_600_000, batchBytesMax: 4_194_304 };
    await log.applyTopic({ topic, partitions: PARTITIONS, ...settings });
  });
  afterAll(async () => {
    await log.close();
    await pool.end();
    await store.close();
    await database.drop();
  });

  function followed() {
    const readers = Array.from(
      { length: PARTITIONS },
      (_, partition) => new SegmentReader({ store: storeId, partition }),
    );
    const segments: Segment[][] = readers.map(() => []);
    log.subscribe({
      topic,
      group: topic,
      instance: '1',
      handler: {
        assigned: () => undefined,
        received: async (partition, messages) => {
          const read = readers[partition]?.read(messages) ?? [];
          segments[partition]?.push(...read.map(({ segment }) => segment));
        },
      },
    });
    return segments;
  }

  const append = (stream: string, version: number, text: string) =>
    store.append({
      events: [{ stream, version, type: 'Noted', data: { text }, metadata: { commandId: stream, später: [version] } }],
      confirm: [],
      guards: [],
      rows: [],
    });

  test('every appended event arrives unchanged in its partition, large events too', async () => {
    const segments = followed();
    const streams = Array.from({ length: 9 }, (_, at) => `order-${at}`);
    for (const stream of streams) for (const version of [1, 2]) await append(stream, version, `${version}${LARGE}`);
    const relay = new Relay({
      store,
      log,
      instance: '1',
      logger: { info: () => undefined, warn: () => undefined },
      leases: new PostgresLeases(pool),
      checkpoints: new PostgresRelayCheckpoints(pool),
    });
    relay.start();
    const events = () => segments.flatMap((ofPartition) => ofPartition.flatMap((segment) => segment.events));
    await eventually(() => expect(events()).toHaveLength(streams.length * 2), { withinMs: 30_000 });
    for (const stream of streams) await append(stream, 3, 'small');
    await eventually(() => expect(events()).toHaveLength(streams.length * 3), { withinMs: 10_000 });

    for (const stream of streams) {
      const ofPartition = segments[partitionOf(stream, PARTITIONS)]?.flatMap((segment) => segment.events);
      const stored = await store.readStream(stream, { after: 0, limit: 10 });
      expect(ofPartition?.filter((event) => event.stream === stream)).toEqual(stored);
    }
    for (const ofPartition of segments) {
      ofPartition.slice(1).forEach(({ from }, at) => expect(from).toEqual(ofPartition[at]?.to));
    }
    await relay.check();
    await relay.stop();
  });
});
