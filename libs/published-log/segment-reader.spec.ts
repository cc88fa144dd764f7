import type { StoredEvent } from '@firstwrite/event-store';
import type { Message, ReceivedMessage } from '@firstwrite/messaging';
import fc from 'fast-check';
import { eventAt, positionAt, received, segmentOf } from './test/segments';
import { encodeSegment } from './encode-segment';
import { SegmentReader } from './segment-reader';

const STREAMS = ['order-a', 'order-b', 'order-c', 'order-d', 'stock-main/e', 'stock-main/f'];
const foreign: Message = { key: 'k', value: 'hello', headers: { ce_type: 'other' } };

const encoded = (...[segment, place]: Parameters<typeof segmentFor>) =>
  encodeSegment(segmentFor(segment, place), { ...place, region: 'local', completeBeforeMs: 0 }).flat();

function segmentFor([from, to]: readonly [number, number], place: { partition: number; partitions: number }) {
  return segmentOf(history, place, [from, to]);
}

const history: StoredEvent[] = Array.from({ length: 24 }, (_, at) =>
  eventAt(at + 1, STREAMS[(at * 5) % STREAMS.length]),
);
const HERE = { partition: 1, partitions: 3 };
const readAll = (messages: readonly ReceivedMessage[]) =>
  new SegmentReader({ store: 0, partition: HERE.partition }).read(messages);

test('a segment is read back unchanged, with the offset after it', () => {
  const messages = received([...encoded([0, 10], HERE), ...encoded([10, 24], HERE)], 100);
  const [first, second] = readAll(messages);
  expect(first?.segment).toEqual(segmentFor([0, 10], HERE));
  expect(first?.segment.events.length).toBeGreaterThan(1);
  expect(second?.segment).toEqual(segmentFor([10, 24], HERE));
  expect(second?.nextOffset).toBe(100n + BigInt(messages.length));
});

test('a segment may come message by message', () => {
  const messages = received(encoded([0, 24], HERE));
  const reader = new SegmentReader({ store: 0, partition: HERE.partition });
  const segments = messages.map((message) => reader.read([message]).length);
  expect(segments).toEqual([...Array.from({ length: messages.length - 1 }, () => 0), 1]);
});

test('a segment without events is whole', () => {
  const [read] = readAll(received(encoded([24, 24], HERE)));
  expect(read?.segment).toMatchObject({ from: positionAt(24), to: positionAt(24), events: [] });
});

test('a segment without its beginning is left out and counted, and the next one is given', () => {
  const reader = new SegmentReader({ store: 0, partition: HERE.partition });
  const read = reader.read(received([...encoded([0, 10], HERE).slice(1), ...encoded([10, 24], HERE)]));
  expect(read.map(({ segment }) => segment.from)).toEqual([positionAt(10)]);
  expect(reader.ignoredSegments).toBe(1);
});

test('unknown messages and remains of another segment do not harm a segment', () => {
  const own = encoded([10, 24], HERE);
  const read = readAll(received([foreign, ...encoded([0, 10], HERE).slice(0, 1), ...own.flatMap((m) => [m, foreign])]));
  expect(read.map(({ segment }) => segment)).toEqual([segmentFor([10, 24], HERE)]);
});

test.each([
  ['of another partition', 0, { partition: 2, partitions: 3 }],
  ['of another store', 7, HERE],
])('a segment %s is left out', (_, store, place) => {
  const reader = new SegmentReader({ store, partition: HERE.partition });
  expect(reader.read(received(encoded([0, 24], place)))).toEqual([]);
  expect(reader.ignoredSegments).toBe(1);
});

/** Rounds of several relays that divided the streams differently, each between two positions of the history. */
const published = fc
  .array(
    fc.record({
      from: fc.integer({ min: 0, max: 24 }),
      length: fc.integer({ min: 0, max: 12 }),
      partitions: fc.constantFrom(2, 3, 4),
    }),
    { minLength: 1, maxLength: 6 },
  )
  .map((rounds) =>
    rounds.flatMap(({ from, length, partitions }) =>
      encoded([from, Math.min(24, from + length)], { partition: HERE.partition, partitions }),
    ),
  );

test('messages may be lost, repeated, moved or added: a segment that is given has exactly its own events', () => {
  let given = 0;
  fc.assert(
    fc.property(published, fc.infiniteStream(fc.nat()), fc.integer({ min: 0, max: 3 }), (messages, random, kind) => {
      const draw = () => random.next().value as number;
      const nonsense = messages.flatMap((message) => {
        if (kind === 0) return draw() % 3 > 0 ? [message] : [];
        if (kind === 1) return draw() % 4 === 0 ? [message, foreign, message] : [message];
        if (kind === 2) return draw() % 4 === 0 ? [foreign] : [message];
        return draw() % 5 === 0 ? [{ ...message, value: '{' }] : [message];
      });
      const moved = draw() % 2 === 0 ? nonsense : nonsense.toSorted(() => (draw() % 5 === 0 ? 1 : -1));
      for (const { segment } of readAll(received(moved))) {
        given += 1;
        const { partitions, from, to } = segment;
        const place = { partition: HERE.partition, partitions };
        expect(segment).toEqual(segmentFor([from.transaction, to.transaction], place));
      }
    }),
    { numRuns: 500 },
  );
  expect(given).toBeGreaterThan(250);
});
