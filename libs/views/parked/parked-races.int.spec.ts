import { eventually } from '@firstwrite/testing';
import { eventsOf, received, taken } from '../test/events';
import { emptyViews, mend, spoilt, viewBytes } from '../test/poison';
import { Shop } from '../test/shop';
import { Checkpoints, type EventFeed } from '@firstwrite/feed';
import { findParked, NotParkedError } from './parked-stream';
import { discardParked, retryParked } from './repair-stream';
import type { ParkedOutcome } from './repair-step';

const A = 'stock-main/A';
const ledger = { projection: 'stock-ledger', stream: A } as const;
const availability = { projection: 'stock-availability', stream: A } as const;

let shop: Shop;
beforeEach(async () => void (shop = await Shop.open()));
afterEach(() => shop.close());

const parts = (feed: Pick<EventFeed, 'readStream'> = shop.feed) => ({ ...shop.parkedParts, feed });

/** The store's streams; `happens` runs after the last read of a retry, while the retry holds its locks. */
function interruptedAtEnd(happens: () => Promise<void>): Pick<EventFeed, 'readStream'> {
  let reads = 0;
  return {
    readStream: async (stream, options) => {
      const events = await shop.feed.readStream(stream, options);
      if (++reads === 2) await happens();
      return events;
    },
  };
}

async function parkedAtTwo(): Promise<void> {
  await shop.projectAll(await shop.append(...eventsOf(A, [received(9), spoilt(taken(1)), taken(1)])));
  await mend(shop.database, A, 2, taken(1));
}

const insertSql = `insert into event (stream, version, type, data, metadata) values ($1, $2, $3, $4, '{}')`;

const sessionsWaiting = async (condition: string) => {
  const [row] = await shop.database.query<{ waiting: number }>(
    `select count(*)::integer as waiting from pg_stat_activity
     where datname = current_database() and wait_event_type = 'Lock' and ${condition}`,
  );
  return row?.waiting ?? 0;
};

test('an event that is committed while a retry ends is folded by the waiting projector', async () => {
  await parkedAtTwo();
  const projector = shop.projector({ names: ['stock-ledger'] });
  projector.start();
  await projector.caughtUpTo(await shop.append(...eventsOf('stock-main/B', [received(1)])), { withinMs: 5_000 });
  // The writer's transaction is older than the retry's, so the retry does not hold the event back from the feed.
  const writer = await shop.pool.connect();
  await writer.query('begin');
  await writer.query(insertSql, [A, 4, 'StockDecremented', JSON.stringify(taken(1)[1])]);
  const feed = interruptedAtEnd(async () => {
    await writer.query('commit');
    writer.release();
    projector.wake();
    await eventually(async () => expect(await sessionsWaiting(`query like '%projection_checkpoint%'`)).toBe(1), {
      withinMs: 4_000,
    });
  });
  expect(await retryParked(parts(feed), ledger)).toEqual({ outcome: 'settled', version: 3 });
  const last = await shop.append(...eventsOf('stock-main/B', [taken(1)], 2));
  expect(await projector.caughtUpTo(last, { withinMs: 60_000 })).toBe(true);
  const versions = await shop.database.query(`select version from stock_ledger where sku = 'A' order by 1`);
  expect(versions).toEqual([1, 2, 3, 4].map((version) => ({ version })));
});

test('a claim for another number of partitions waits while a retry ends', async () => {
  await parkedAtTwo();
  let claimed = false;
  let claim: Promise<void> | undefined;
  const feed = interruptedAtEnd(async () => {
    claim = new Checkpoints(shop.pool, 0).claim('stock-ledger', [0, 1], 2).then(() => void (claimed = true));
    await eventually(async () => expect(await sessionsWaiting(`wait_event = 'advisory'`)).toBe(1), {
      withinMs: 5_000,
    });
    expect(claimed).toBe(false);
  });
  expect(await retryParked(parts(feed), ledger)).toMatchObject({ outcome: 'settled' });
  await claim;
  expect(claimed).toBe(true);
});

test('of concurrent retries, one repairs the stream, and the others find it repaired', async () => {
  await parkedAtTwo();
  const outcomes = await Promise.allSettled(Array.from({ length: 4 }, () => retryParked(parts(), ledger)));
  const settled = outcomes.filter(({ status }) => status === 'fulfilled');
  expect(settled).toMatchObject([{ value: { outcome: 'settled', version: 3 } }]);
  for (const outcome of outcomes) {
    if (outcome.status === 'rejected') expect(outcome.reason).toBeInstanceOf(NotParkedError);
  }
});

test('a concurrent retry and discard leave the event either in the view or recorded as discarded', async () => {
  await parkedAtTwo();
  const decision = { reason: 'wrong', actor: 'anna' };
  await Promise.allSettled([retryParked(parts(), ledger), discardParked(parts(), ledger, decision)]);
  const discarded = await shop.database.query('select version from discarded_event');
  const versions = await shop.database.query('select version from stock_ledger order by 1');
  expect([...versions, ...discarded]).toHaveLength(3);
  expect(await findParked(shop.pool, 0, ledger)).toBeUndefined();
});

test('under load with poison events and retries, no event is lost or folded twice', async () => {
  const projector = shop.projector();
  projector.start();
  let position = await shop.append(...eventsOf(A, [received(100_000)]));
  let version = 1;
  const load = { isOn: true, isPoisonDue: false };
  const writing = (async () => {
    while (load.isOn) {
      version++;
      const fact = load.isPoisonDue ? spoilt(taken(1)) : taken(1);
      load.isPoisonDue = false;
      position = await shop.append(
        ...eventsOf(A, [fact], version),
        ...eventsOf(`stock-main/X-${version}`, [received(1)]),
      );
    }
  })();
  for (let round = 0; round < 8; round++) {
    load.isPoisonDue = true;
    for (const key of [ledger, availability]) {
      await eventually(async () => expect(await findParked(shop.pool, 0, key)).toBeDefined(), { withinMs: 10_000 });
    }
    const parked = await findParked(shop.pool, 0, ledger);
    await mend(shop.database, A, parked?.version ?? 0, taken(1));
    const retries = [ledger, availability, ledger].map((key) => retryParked(parts(), key));
    const done = await Promise.allSettled(retries);
    const outcomes = done.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
    expect(outcomes.map(({ outcome }: ParkedOutcome) => outcome)).toEqual(['settled', 'settled']);
  }
  load.isOn = false;
  await writing;
  expect(await projector.caughtUpTo(position, { withinMs: 60_000 })).toBe(true);
  await projector.stop();
  const lived = await viewBytes(shop.database);
  await emptyViews(shop.database);
  await shop.projectAll(position);
  expect(lived).toEqual(await viewBytes(shop.database));
});
