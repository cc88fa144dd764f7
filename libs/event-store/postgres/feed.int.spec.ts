import { createTestDatabase, eventually, type TestDatabase } from '@firstwrite/testing';
import { Client } from 'pg';
import type { StoredEvent } from '../event-store';
import { batchOf, eventsOf } from '../contract/store-under-test';
import { comparePositions, positionOf } from '../position';
import { PostgresEventStore } from './postgres-event-store';

const WRITERS = 12;
const BATCHES_EACH = 25;
const BATCH_EVENTS = 100;
const TOTAL = WRITERS * BATCHES_EACH * BATCH_EVENTS;
const HELD_EVENTS = 10;
const PAGE = 1_000;

let database: TestDatabase;
let store: PostgresEventStore;
beforeAll(async () => {
  database = await createTestDatabase();
  store = await PostgresEventStore.connect({ url: database.url, connectionsMax: WRITERS + 2 });
});
afterAll(async () => {
  await store.close();
  await database.drop();
});

/** A transaction that has taken its numbers and is not committed. */
async function heldWriter(stream: string, events: number): Promise<Client> {
  const client = new Client({ connectionString: database.url });
  await client.connect();
  await client.query('begin');
  await client.query(
    `insert into event (stream, version, type, data, metadata)
     select $1, version, 'Counted', '{}', '{}' from generate_series(1, $2) as version`,
    [stream, events],
  );
  return client;
}

async function write(writer: number): Promise<void> {
  for (let batch = 0; batch < BATCHES_EACH; batch += 1) {
    await store.append(batchOf({ events: eventsOf(`writer-${writer}`, batch * BATCH_EVENTS + 1, BATCH_EVENTS) }));
  }
}

/** Follows the store until told to stop, and then to its end. */
function follow<Row>(page: (last: Row | undefined) => Promise<Row[]>) {
  const rows: Row[] = [];
  let stopping = false;
  const run = async () => {
    for (;;) {
      const last = stopping;
      const next = await page(rows.at(-1));
      rows.push(...next);
      if (next.length === 0 && last) return;
    }
  };
  const ended = run();
  return {
    rows,
    stop: () => {
      stopping = true;
      return ended;
    },
  };
}

test(`the feed skips and repeats none of ${TOTAL} events while a writer is open; a poll by number skips`, async () => {
  const held = await heldWriter('held', HELD_EVENTS);
  const feed = follow<StoredEvent>((last) => store.readFeed(last?.position, PAGE));
  const poller = follow<{ stream: string; number: string }>((last) =>
    database.query(`select stream, number from event where number > $1 order by number limit ${PAGE}`, [
      last?.number ?? 0,
    ]),
  );
  const writers = Promise.all(Array.from({ length: WRITERS }, (_, writer) => write(writer)));
  // The poller has gone past the numbers that the held transaction took, and the feed has not.
  await eventually(() => expect(poller.rows.length).toBeGreaterThan(TOTAL / 10), { withinMs: 20_000, everyMs: 1 });
  expect(feed.rows).toEqual([]);
  await held.query('commit');
  await held.end();
  await writers;

  await eventually(() => expect(feed.rows).toHaveLength(TOTAL + HELD_EVENTS), { withinMs: 20_000 });
  await Promise.all([feed.stop(), poller.stop()]);
  expect(feed.rows).toHaveLength(TOTAL + HELD_EVENTS);
  const versions = new Map<string, number>();
  feed.rows.forEach(({ stream, version, position }, at) => {
    const before = feed.rows[at - 1];
    if (before && comparePositions(before.position, position) >= 0) throw new Error(`${stream} is out of order`);
    if (version !== (versions.get(stream) ?? 0) + 1) throw new Error(`${stream} skipped or repeated ${version}`);
    versions.set(stream, version);
  });
  expect(versions.get('held')).toBe(HELD_EVENTS);

  const skipped = TOTAL + HELD_EVENTS - poller.rows.length;
  expect(skipped).toBeGreaterThanOrEqual(HELD_EVENTS);
  expect(poller.rows.map(({ stream }) => stream)).not.toContain('held');
});

test('events of a transaction that was rolled back leave a gap in the numbers, and none in the feed', async () => {
  const [before] = (await store.readFeed(undefined, TOTAL * 2)).slice(-1);
  const rolledBack = await heldWriter('rolled-back', 3);
  await rolledBack.query('rollback');
  await rolledBack.end();
  await store.append(batchOf({ events: eventsOf('after-rollback', 1) }));
  await eventually(
    async () => {
      const events = await store.readFeed(before?.position, 10);
      expect(events.map(({ stream }) => stream)).toEqual(['after-rollback']);
    },
    { withinMs: 5_000 },
  );
});

test('a horizon is passed once all open transactions have ended; the feed then has what committed', async () => {
  const held = await heldWriter('held-horizon', 1);
  const { position } = await store.append(batchOf({ events: eventsOf('above-horizon', 1) }));
  const seen = await store.horizon();
  const above = () => store.readFeed(position && positionOf({ ...position, number: 0 }), 10);
  expect(seen.oldestOpen).toBeLessThan(seen.committedBelow);
  expect(seen.committedBelow).toBeGreaterThan(position?.transaction ?? Infinity);
  expect(await above()).toEqual([]);

  await held.query('commit');
  await held.end();
  await eventually(async () => expect((await store.horizon()).oldestOpen).toBeGreaterThanOrEqual(seen.committedBelow), {
    withinMs: 5_000,
  });
  expect((await above()).map(({ stream }) => stream)).toEqual(['above-horizon']);
});
