import { applicationPool, PostgresLeases } from '@firstwrite/postgres';
import { PostgresEventStore } from '@firstwrite/event-store';
import { migrateDatabase } from '@firstwrite/migrations';
import { createTestDatabase, eventually, type TestDatabase } from '@firstwrite/testing';
import { openWorld, PARTITIONS, STREAMS, type RelayWorld } from '../../relay/test/relay-world';
import { PostgresRelayCheckpoints } from '@firstwrite/relay';
import type { Segment } from '@firstwrite/published-log';
import { followPublishedLog } from './follow-published-log';

const withinMs = 10_000;
let world: RelayWorld;
let warnings: object[];
beforeEach(async () => {
  world = await openWorld();
  warnings = [];
});
afterEach(() => world.close());

const migrate = ({ url }: TestDatabase) => migrateDatabase({ ownerUrl: url, applicationUrl: url, region: 'local' });

/** A restore of the world's database, table by table, into a new and migrated one. */
async function restored(): Promise<{ store: PostgresEventStore; database: TestDatabase }> {
  const database = await createTestDatabase();
  await database.query('delete from store');
  for (const table of ['store', 'event']) {
    const [row] = await world.database.query<{ rows: string }>(`select json_agg(${table})::text as rows from ${table}`);
    await database.query(`insert into ${table} select * from json_populate_recordset(null::${table}, $1)`, [row?.rows]);
  }
  await migrate(database);
  return { database, store: await PostgresEventStore.connect({ url: database.url }) };
}

function follow(store: PostgresEventStore, group: string): Segment[] {
  const segments: Segment[] = [];
  const sink = { assign: () => undefined, add: async (_: number, segment: Segment) => void segments.push(segment) };
  const logger = { info: () => undefined, warn: (details: object) => void warnings.push(details) };
  followPublishedLog({ log: world.log, store, group, instance: '1', sink, logger });
  return segments;
}

const streamsOf = (segments: readonly Segment[]) => [
  ...new Set(segments.flatMap(({ events }) => events.map(({ stream }) => stream))),
];

test('a store and a restore of it publish to one topic: each follower gets only its own store', async () => {
  await world.append(...STREAMS);
  const copy = await restored();
  const pool = applicationPool({ connectionString: copy.database.url, max: 4 });
  const [ofOriginal, ofCopy] = [follow(world.store, 'original'), follow(copy.store, 'copy')];

  world.relay();
  await world.append('order-of-original');
  await eventually(() => expect(streamsOf(ofOriginal)).toContain('order-of-original'), { withinMs });
  const copyRelay = world.relay({
    store: copy.store,
    leases: new PostgresLeases(pool),
    checkpoints: new PostgresRelayCheckpoints(pool),
  });
  const order = { stream: 'order-of-copy', version: 1, type: 'Counted', data: {}, metadata: { commandId: 'copy' } };
  await copy.store.append({ events: [order], confirm: [], guards: [], rows: [] });
  await eventually(() => expect(streamsOf(ofCopy)).toContain('order-of-copy'), { withinMs });
  await world.append('order-of-original-too');
  await eventually(() => expect(streamsOf(ofOriginal)).toContain('order-of-original-too'), { withinMs });
  const seen = ofCopy.length;
  await eventually(() => expect(ofCopy.length).toBeGreaterThan(seen + PARTITIONS), { withinMs });

  expect(streamsOf(ofCopy).toSorted()).toEqual([...STREAMS, 'order-of-copy'].toSorted());
  expect(streamsOf(ofOriginal)).not.toContain('order-of-copy');
  await copyRelay.stop();
  await pool.end();
  await copy.store.close();
  await copy.database.drop();
});

test('a running follower ignores the former incarnation of its store after a new one has begun', async () => {
  const segments = follow(world.store, 'views');
  world.relay();
  await world.append(...STREAMS);
  await eventually(() => expect(streamsOf(segments)).toHaveLength(STREAMS.length), { withinMs });
  await world.database.query('update store set timeline = timeline + 1');
  await migrate(world.database);
  const before = { incarnation: world.store.identity.incarnation };
  await eventually(() => expect(warnings).toEqual([before]), { withinMs });
  const seen = world.log.messages;
  await expect(world.append()).rejects.toMatchObject({ failure: 'promoted' });
  await world.append('order-late');
  await eventually(() => expect(world.log.messages).toBeGreaterThan(seen + 3 * PARTITIONS), { withinMs });
  expect(streamsOf(segments)).not.toContain('order-late');
  expect(warnings).toEqual([before]);
});
