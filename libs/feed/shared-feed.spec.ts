import { beginningOf, InMemoryEventStore, type Position } from '@firstwrite/event-store';
import { eventLoopTurns } from '@firstwrite/testing';
import { eventsOf, received } from '../views/test/events';
import { feedOf } from './event-feed';
import { SharedFeed } from './shared-feed';
import { noDecoder } from './test/no-decoder';

/** The store, counting how often its feed is read. */
class CountingStore extends InMemoryEventStore {
  reads = 0;
  override readFeed(after: Position | undefined, limit: number) {
    this.reads++;
    return super.readFeed(after, limit);
  }
}

const options = { pageEventsMax: 2, pollMs: 1_000, readEveryMsMin: 0 };
const start = beginningOf(0);
let store: CountingStore;
let feed: SharedFeed;
beforeEach(() => {
  store = new CountingStore();
  feed = new SharedFeed(feedOf(store, noDecoder), options);
});
afterEach(() => feed.stop());

const append = (sku: string) =>
  store.append({ events: eventsOf(`stock-main/${sku}`, [received(1)]), confirm: [], guards: [], rows: [] });

test('projections at one position share one read and the decoded events', async () => {
  await append('A');
  const [first, second] = await Promise.all([feed.next(start), feed.next(start)]);
  expect(second).toBe(first);
  expect(await feed.next(start)).toBe(first);
  expect(store.reads).toBe(1);
});

test('pages follow each other without a gap', async () => {
  for (const sku of ['A', 'B', 'C']) await append(sku);
  const first = await feed.next(start);
  const second = await feed.next(first?.position as Position);
  expect([first, second].map((page) => page?.events.map(({ stream }) => stream))).toEqual([
    ['stock-main/A', 'stock-main/B'],
    ['stock-main/C'],
  ]);
});

test('a wake reads at once instead of at the next poll', async () => {
  const page = feed.next(start);
  await new Promise(setImmediate);
  await append('A');
  const wokenAtMs = performance.now();
  feed.wake();
  expect((await page)?.events).toHaveLength(1);
  expect(performance.now() - wokenAtMs).toBeLessThan(500);
});

describe('between pages', () => {
  beforeEach(() => jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'] }));
  afterEach(() => jest.useRealTimers());

  test('the feed rests for as long as the page took, so that the next page has more events', async () => {
    await append('A');
    const first = await feed.next(start);
    await jest.advanceTimersByTimeAsync(40);
    const second = feed.next(first?.position as Position);
    await append('B');
    feed.wake();
    await jest.advanceTimersByTimeAsync(39);
    expect(store.reads).toBe(1);
    await append('C');
    await jest.advanceTimersByTimeAsync(1);
    expect((await second)?.events.map(({ stream }) => stream)).toEqual(['stock-main/B', 'stock-main/C']);
  });

  test('the feed does not rest for long, however long the page took', async () => {
    await append('A');
    const first = await feed.next(start);
    await jest.advanceTimersByTimeAsync(600_000);
    const second = feed.next(first?.position as Position);
    await append('B');
    await jest.advanceTimersByTimeAsync(50);
    expect((await second)?.events).toHaveLength(1);
  });

  test('the feed does not rest while projections are behind', async () => {
    for (const sku of ['A', 'B', 'C']) await append(sku);
    const first = await feed.next(start);
    await jest.advanceTimersByTimeAsync(400);
    expect((await feed.next(first?.position as Position))?.events).toHaveLength(1);
  });
});

test('a stop ends a wait for events', async () => {
  const page = feed.next(start);
  feed.stop();
  expect(await page).toBeUndefined();
});

test('an interruption ends the waits of the moment, and the next request waits again', async () => {
  const interrupted = feed.next(start);
  await eventLoopTurns();
  feed.interrupt();
  expect(await interrupted).toBeUndefined();
  const page = feed.next(start);
  await append('A');
  feed.wake();
  expect((await page)?.events).toHaveLength(1);
});

test('a failed read is not kept for later requests', async () => {
  const failing = new CountingStore();
  const read = failing.readFeed.bind(failing);
  failing.readFeed = () => Promise.reject(new Error('down'));
  const shared = new SharedFeed(feedOf(failing, noDecoder), options);
  await expect(shared.next(start)).rejects.toThrow('down');
  failing.readFeed = read;
  await failing.append({ events: eventsOf('stock-main/A', [received(1)]), confirm: [], guards: [], rows: [] });
  expect((await shared.next(start))?.events).toHaveLength(1);
  shared.stop();
});
