import { beginningOf, InMemoryEventStore, partitionOf, type Position, type StoredEvent } from '@firstwrite/event-store';
import { eventLoopTurns } from '@firstwrite/testing';
import { eventsOf, received } from '../views/test/events';
import { feedOf, FeedEvent } from './event-feed';
import { LogWindow } from './log-window';
import { PartitionWindow, type LogSegment } from './partition-window';
import { SharedFeed } from './shared-feed';
import { noDecoder } from './test/no-decoder';

const COUNT = 2;
const eventOf = (event: StoredEvent) => new FeedEvent(event, noDecoder);
const FOLLOWERS = ['fast', 'slow'];
const beginning = beginningOf(0);

let store: InMemoryEventStore;
let stored: StoredEvent[];
let window: LogWindow;
let passed: (readonly [partition: number, nextOffset: bigint])[];

beforeEach(async () => {
  store = new InMemoryEventStore();
  for (let at = 0; at < 40; at++) {
    await store.append({ events: eventsOf(`stock-main/S-${at}`, [received(1)]), confirm: [], guards: [], rows: [] });
  }
  stored = await store.readFeed(undefined, 100);
  passed = [];
  window = new LogWindow({
    history: new SharedFeed(feedOf(store, noDecoder), { pageEventsMax: 7, pollMs: 1_000, readEveryMsMin: 0 }),
    followers: FOLLOWERS,
    pageEventsMax: 100,
    eventOf,
    onPassed: (...mark) => passed.push(mark),
  });
  window.assign({ partitions: [0, 1], count: COUNT });
});
afterEach(() => {
  window.stop();
  jest.useRealTimers();
});

const positionAt = (at: number): Position => stored[at - 1]?.position ?? beginning;
const ofPartition = (partition: number, from = 0, to = stored.length) =>
  stored.slice(from, to).filter(({ stream }) => partitionOf(stream, COUNT) === partition);
const streamsOf = (events: readonly { readonly stream: string }[] = []) => events.map(({ stream }) => stream);

/** The segment of a partition: its events among the store's events after the `from`th, up to the `to`th. */
function segment(partition: number, from: number, to: number, partitions = COUNT): LogSegment {
  return { partitions, from: positionAt(from), to: positionAt(to), events: ofPartition(partition, from, to) };
}

/** The offset after a segment is the number of the last event that the segment covers. */
async function add(partition: number, segment: LogSegment): Promise<void> {
  const last = stored.findIndex(({ position }) => position === segment.to) + 1;
  await window.add(partition, segment, BigInt(last));
}

function askFor(positions: ReadonlyMap<number, Position>, withinMs: number, follower = 'fast') {
  return window.next({ follower, assignment: window.assignment, positions, withinMs });
}

async function pageOf(partition: number, after: Position, follower = 'fast') {
  return (await askFor(new Map([[partition, after]]), 0, follower)).get(partition);
}

test('consecutive segments are one page', async () => {
  await add(1, segment(1, 0, 10));
  await add(1, segment(1, 10, 20));
  const page = await pageOf(1, beginning);
  expect(streamsOf(page?.events)).toEqual(streamsOf(ofPartition(1, 0, 20)));
  expect(page?.position).toEqual(positionAt(20));
});

test('a partition without events moves on as well', async () => {
  await add(0, { ...segment(0, 0, 10), events: [] });
  expect(await pageOf(0, beginning)).toEqual({ events: [], position: positionAt(10) });
});

test('a follower before the first segment reads the store up to it, only the events of its partition', async () => {
  await add(1, segment(1, 20, 30));
  const read: string[] = [];
  let after = beginning;
  for (let page = await pageOf(1, after); page; page = await pageOf(1, after)) {
    read.push(...streamsOf(page.events));
    after = page.position;
  }
  // A page of the store may reach into the segment: the versions identify events that come twice.
  expect([...new Set(read)]).toEqual(streamsOf(ofPartition(1, 0, 30)));
  expect(after).toEqual(positionAt(30));
});

test('a gap between two segments is read from the store', async () => {
  await add(1, segment(1, 0, 10));
  await add(1, segment(1, 15, 20));
  expect((await pageOf(1, beginning))?.position).toEqual(positionAt(10));
  const hole = await pageOf(1, positionAt(10));
  expect(streamsOf(hole?.events)).toEqual(streamsOf(ofPartition(1, 10, 17)));
});

test('a segment without events tells a follower before it to read the store', async () => {
  await add(1, { ...segment(1, 40, 40), events: [] });
  expect(streamsOf((await pageOf(1, beginning))?.events)).toEqual(streamsOf(ofPartition(1, 0, 7)));
  expect(await pageOf(1, positionAt(40))).toBeUndefined();
});

test('a segment for another number of partitions is ignored', async () => {
  await add(1, segment(1, 0, 10, 3));
  expect(await pageOf(1, beginning)).toBeUndefined();
});

test('repeated segments change nothing', async () => {
  await add(1, segment(1, 0, 10));
  await add(1, segment(1, 10, 20));
  await add(1, segment(1, 0, 10));
  expect(await pageOf(1, positionAt(20))).toBeUndefined();
  await add(1, segment(1, 20, 30));
  expect(streamsOf((await pageOf(1, positionAt(20)))?.events)).toEqual(streamsOf(ofPartition(1, 20, 30)));
});

test('segments that every follower has passed are reported', async () => {
  await add(1, segment(1, 0, 10));
  await add(1, segment(1, 10, 20));
  await pageOf(1, positionAt(20), 'fast');
  expect(passed).toEqual([]);
  await pageOf(1, positionAt(10), 'slow');
  expect(passed).toEqual([[1, 10n]]);
  expect(await pageOf(1, positionAt(10), 'slow')).toMatchObject({ position: positionAt(20) });
});

test('a waiting follower is woken by a segment, by another assignment and by the stop', async () => {
  const positions = new Map([[1, beginning]]);
  const segmentCame = askFor(positions, 60_000);
  await add(1, segment(1, 0, 10));
  expect((await segmentCame).size).toBe(1);
  const assigned = askFor(new Map([[1, positionAt(10)]]), 60_000);
  await eventLoopTurns();
  window.assign({ partitions: [0], count: COUNT });
  expect((await assigned).size).toBe(0);
  const ended = askFor(new Map([[0, beginning]]), 60_000);
  await eventLoopTurns();
  window.stop();
  expect((await ended).size).toBe(0);
});

test('an interruption ends the waits of the moment, and the next request waits again', async () => {
  const positions = new Map([[1, beginning]]);
  const interrupted = askFor(positions, 60_000);
  await eventLoopTurns();
  window.interrupt();
  expect((await interrupted).size).toBe(0);
  const segmentCame = askFor(positions, 60_000);
  await add(1, segment(1, 0, 10));
  expect((await segmentCame).size).toBe(1);
});

test('another assignment keeps the partitions that stay assigned, and drops the others', async () => {
  await add(0, segment(0, 0, 10));
  await add(1, segment(1, 0, 10));
  window.assign({ partitions: [1], count: COUNT });
  expect(await pageOf(1, beginning)).toBeDefined();
  window.assign({ partitions: [0, 1], count: COUNT });
  expect(await pageOf(0, beginning)).toBeUndefined();
});

test('a follower inside a segment gets only the rest of it', async () => {
  await add(1, segment(1, 0, 10));
  const page = await pageOf(1, positionAt(5));
  expect(streamsOf(page?.events)).toEqual(streamsOf(ofPartition(1, 5, 10)));
  expect(page?.position).toEqual(positionAt(10));
});

test('a follower that goes back behind the segments that it had passed reads the store', async () => {
  await add(1, segment(1, 0, 10));
  for (const follower of FOLLOWERS) await pageOf(1, positionAt(10), follower);
  const page = await pageOf(1, positionAt(5));
  expect(streamsOf(page?.events)).toEqual(streamsOf(ofPartition(1, 5, 12)));
});

test('partitions that are behind at different positions catch up together', async () => {
  await add(0, segment(0, 30, 40));
  await add(1, segment(1, 30, 40));
  const pages = await askFor(
    new Map([
      [0, positionAt(2)],
      [1, positionAt(5)],
    ]),
    0,
  );
  expect([...pages.values()].map(({ position }) => position)).toEqual([positionAt(9), positionAt(9)]);
  expect(streamsOf(pages.get(0)?.events)).toEqual(streamsOf(ofPartition(0, 2, 9)));
  expect(streamsOf(pages.get(1)?.events)).toEqual(streamsOf(ofPartition(1, 5, 9)));
});

test('a page of the store is divided among the partitions of the current assignment', async () => {
  await add(1, segment(1, 20, 30));
  expect(streamsOf((await pageOf(1, beginning))?.events)).toEqual(streamsOf(ofPartition(1, 0, 7)));
  window.assign({ partitions: [0, 1, 2], count: 3 });
  await add(2, { ...segment(0, 20, 30, 3), events: [] });
  const ofNow = stored.slice(0, 7).filter(({ stream }) => partitionOf(stream, 3) === 2);
  expect(ofNow.length).toBeGreaterThan(0);
  expect(streamsOf((await pageOf(2, beginning))?.events)).toEqual(streamsOf(ofNow));
});

test('a request for a former assignment gets nothing', async () => {
  await add(1, segment(1, 0, 10));
  const { assignment } = window;
  window.assign({ ...assignment });
  const positions = new Map([[1, beginning]]);
  expect((await window.next({ follower: 'fast', assignment, positions, withinMs: 60_000 })).size).toBe(0);
});

test('a request whose assignment changes while the store is read gets nothing', async () => {
  const feed = {
    readStream: () => Promise.resolve([]),
    readFeed: async () => {
      window.assign({ partitions: [0, 1], count: 4 });
      return stored.slice(0, 7);
    },
  };
  window = new LogWindow({
    history: new SharedFeed(feedOf(feed, noDecoder), { pageEventsMax: 7, pollMs: 1_000, readEveryMsMin: 0 }),
    followers: FOLLOWERS,
    pageEventsMax: 100,
    eventOf,
    onPassed: () => undefined,
  });
  window.assign({ partitions: [0, 1], count: COUNT });
  await add(1, segment(1, 20, 30));
  expect(await pageOf(1, beginning)).toBeUndefined();
});

test('segments without events take no memory, however long a follower stands still', () => {
  const kept = new PartitionWindow(FOLLOWERS);
  const first = segment(1, 0, 10);
  kept.add({ ...first, events: first.events.map(eventOf) }, 10n);
  for (let at = 10; at < 40; at++) kept.add({ ...segment(1, at, at + 1), events: [] }, BigInt(at + 1));
  expect(kept.pageAfter(beginning, 100)).toMatchObject({ position: positionAt(40) });
  kept.passed('slow', positionAt(10));
  expect(kept.passed('fast', positionAt(40))).toBeUndefined();
  expect(kept.passed('slow', positionAt(40))).toBe(40n);
});

test('a full window waits once for the slowest follower, which then reads the store and delays no other', async () => {
  jest.useFakeTimers();
  const many = Array.from({ length: 30_001 }, () => stored[0] as StoredEvent);
  const full = add(1, { ...segment(1, 0, 10), events: many });
  await pageOf(1, positionAt(10), 'fast');
  await pageOf(1, positionAt(10), 'slow');
  await full;

  let added = false;
  const waits = Promise.all([
    add(1, { ...segment(1, 10, 20), events: many }),
    add(1, { ...segment(1, 20, 30), events: many }),
  ]).then(() => (added = true));
  await jest.advanceTimersByTimeAsync(900);
  expect(added).toBe(false);
  await jest.advanceTimersByTimeAsync(60_000);
  await waits;
  expect(streamsOf((await pageOf(1, positionAt(10), 'slow'))?.events)).toEqual(streamsOf(ofPartition(1, 10, 17)));
  // The clock stands still, so a wait would not end.
  for (let at = 30; at < 40; at++) await add(1, { ...segment(1, at, at + 1), events: many.slice(0, 20_000) });
});
