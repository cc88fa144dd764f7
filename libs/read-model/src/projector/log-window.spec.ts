import { InMemoryEventStore, partitionOf, type Position, type StoredEvent } from '@firstwrite/event-store';
import { eventLoopTurns } from '@firstwrite/testing';
import { eventsOf, received } from '../../test/events';
import { beginningOf } from '../position';
import { LogWindow } from './log-window';
import type { LogSegment } from './partition-window';
import { SharedFeed } from './shared-feed';

const COUNT = 2;
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
    history: new SharedFeed(store, { pageEventsMax: 7, pollMs: 1_000, readEveryMsMin: 0 }),
    followers: FOLLOWERS,
    pageEventsMax: 100,
    onPassed: (...mark) => passed.push(mark),
  });
  window.assign({ partitions: [0, 1], count: COUNT });
});
afterEach(() => window.stop());

const positionAt = (at: number): Position => stored[at - 1]?.position ?? beginning;
const ofPartition = (partition: number, from = 0, to = stored.length) =>
  stored.slice(from, to).filter(({ stream }) => partitionOf(stream, COUNT) === partition);
const streamsOf = (events: readonly { readonly stream: string }[] = []) => events.map(({ stream }) => stream);

/** What the log says of a partition's events from the `from`th of the store to the `to`th. */
function segment(partition: number, from: number, to: number, partitions = COUNT): LogSegment {
  return { partitions, from: positionAt(from), to: positionAt(to), events: ofPartition(partition, from, to) };
}

/** The offset after a segment is the number of the last event that it speaks of. */
async function add(partition: number, segment: LogSegment): Promise<void> {
  const last = stored.findIndex(({ position }) => position === segment.to) + 1;
  await window.add(partition, segment, BigInt(last));
}

async function pageOf(partition: number, after: Position, follower = 'fast') {
  return (await window.next(follower, new Map([[partition, after]]), 0)).get(partition);
}

test('segments that follow each other are one page', async () => {
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

test('whoever comes before the first segment reads the store up to it, its own partition only', async () => {
  await add(1, segment(1, 20, 30));
  const read: string[] = [];
  let after = beginning;
  for (let page = await pageOf(1, after); page; page = await pageOf(1, after)) {
    read.push(...streamsOf(page.events));
    after = page.position;
  }
  // A page of the store may reach into the segment: what is told twice there, the versions tell apart.
  expect([...new Set(read)]).toEqual(streamsOf(ofPartition(1, 0, 30)));
  expect(after).toEqual(positionAt(30));
});

test('a hole between two segments is read from the store', async () => {
  await add(1, segment(1, 0, 10));
  await add(1, segment(1, 15, 20));
  expect((await pageOf(1, beginning))?.position).toEqual(positionAt(10));
  const hole = await pageOf(1, positionAt(10));
  expect(streamsOf(hole?.events)).toEqual(streamsOf(ofPartition(1, 10, 17)));
});

test('a silent log that was published further on says that something is missing', async () => {
  await add(1, { ...segment(1, 40, 40), events: [] });
  expect(streamsOf((await pageOf(1, beginning))?.events)).toEqual(streamsOf(ofPartition(1, 0, 7)));
  expect(await pageOf(1, positionAt(40))).toBeUndefined();
});

test('a segment of another division of the streams is not believed', async () => {
  await add(1, segment(1, 0, 10, 3));
  expect(await pageOf(1, beginning)).toBeUndefined();
});

test('segments that come again change nothing', async () => {
  await add(1, segment(1, 0, 10));
  await add(1, segment(1, 10, 20));
  await add(1, segment(1, 0, 10));
  expect(await pageOf(1, positionAt(20))).toBeUndefined();
  await add(1, segment(1, 20, 30));
  expect(streamsOf((await pageOf(1, positionAt(20)))?.events)).toEqual(streamsOf(ofPartition(1, 20, 30)));
});

test('the log may forget what every follower has passed', async () => {
  await add(1, segment(1, 0, 10));
  await add(1, segment(1, 10, 20));
  await pageOf(1, positionAt(20), 'fast');
  expect(passed).toEqual([]);
  await pageOf(1, positionAt(10), 'slow');
  expect(passed).toEqual([[1, 10n]]);
  expect(await pageOf(1, positionAt(10), 'slow')).toMatchObject({ position: positionAt(20) });
});

test('who waits is told of a segment, of another assignment and of the end', async () => {
  const positions = new Map([[1, beginning]]);
  const segmentCame = window.next('fast', positions, 60_000);
  await add(1, segment(1, 0, 10));
  expect((await segmentCame).size).toBe(1);
  const assigned = window.next('fast', new Map([[1, positionAt(10)]]), 60_000);
  await eventLoopTurns();
  window.assign({ partitions: [0], count: COUNT });
  expect((await assigned).size).toBe(0);
  const ended = window.next('fast', new Map([[0, beginning]]), 60_000);
  await eventLoopTurns();
  window.stop();
  expect((await ended).size).toBe(0);
});

test('another assignment keeps what stays ours and forgets the rest', async () => {
  await add(0, segment(0, 0, 10));
  await add(1, segment(1, 0, 10));
  window.assign({ partitions: [1], count: COUNT });
  expect(await pageOf(1, beginning)).toBeDefined();
  window.assign({ partitions: [0, 1], count: COUNT });
  expect(await pageOf(0, beginning)).toBeUndefined();
});

test('a full window waits for the slowest, and not for ever: then that one reads the store', async () => {
  const many = Array.from({ length: 10_001 }, () => stored[0] as StoredEvent);
  const full = add(1, { ...segment(1, 0, 10), events: many });
  await pageOf(1, positionAt(10), 'fast');
  await pageOf(1, positionAt(10), 'slow');
  await full;

  const patience = performance.now();
  await Promise.all([add(1, { ...segment(1, 10, 20), events: many }), add(1, { ...segment(1, 20, 30), events: many })]);
  expect(performance.now() - patience).toBeGreaterThan(900);
  expect(streamsOf((await pageOf(1, positionAt(10), 'slow'))?.events)).toEqual(streamsOf(ofPartition(1, 10, 17)));
});
