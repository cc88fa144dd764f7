import { eventAt, positionAt, received } from './test/segments';
import { BATCH_BYTES_MAX, encodeSegment, SEGMENT_EVENTS_MAX } from './encode-segment';
import type { Segment } from './segment';
import { SegmentReader } from './segment-reader';
import { topicOf } from './topic-of';

const place = { partition: 0, region: 'local', completeBeforeMs: 5 };
const segmentOfSizes = (sizes: readonly number[]): Segment => ({
  incarnation: 'one',
  partitions: 1,
  from: positionAt(0),
  to: positionAt(sizes.length + 10),
  events: sizes.map((size, at) => eventAt(at + 1, 'order-1', { data: { text: 'é'.repeat(size / 2) } })),
  completeAtMs: 9,
});

test('the topic of store 0 has the plain name, others have the number of their store', () => {
  expect([0, 3].map(topicOf)).toEqual(['firstwrite.events.v1', 'firstwrite.events.v1.store-3']);
});

test('a small segment is one batch that ends with its watermark', () => {
  const [batch, ...more] = encodeSegment(segmentOfSizes([10, 10]), place);
  expect(more).toEqual([]);
  expect(batch).toHaveLength(3);
});

test('a large segment is divided into whole segments within the limit, which together make the same statement', () => {
  const segment = segmentOfSizes([300_000, 300_000, 300_000, 2_000_000, 10, 10]);
  const batches = encodeSegment(segment, place);
  expect(batches.map((batch) => batch.length - 1)).toEqual([2, 1, 1, 2]);
  for (const batch of batches.filter((messages) => messages.length > 2)) {
    const bytes = batch.reduce((sum, { value }) => sum + Buffer.byteLength(value), 0);
    expect(bytes).toBeLessThan(BATCH_BYTES_MAX);
  }
  const read = batches.flatMap((batch) => new SegmentReader({ store: 0, partition: 0 }).read(received(batch)));
  const parts = read.map((one) => one.segment);
  expect(parts.flatMap(({ events }) => events)).toEqual(segment.events);
  expect(parts.map(({ from }) => from)).toEqual([segment.from, ...parts.slice(0, -1).map(({ to }) => to)]);
  expect(parts.at(-1)?.to).toEqual(segment.to);
  // Only the last part is complete up to the time of the divided segment.
  expect(parts.map(({ completeAtMs }) => completeAtMs)).toEqual([5, 5, 5, 9]);
});

test('a segment of very many events is divided too: a follower keeps a segment in memory', () => {
  const segment = segmentOfSizes(Array.from({ length: SEGMENT_EVENTS_MAX * 2 + 1 }, () => 0));
  const batches = encodeSegment(segment, place);
  expect(batches.map((batch) => batch.length - 1).toSorted((a, b) => b - a)[0]).toBeLessThanOrEqual(SEGMENT_EVENTS_MAX);
  expect(batches.flat()).toHaveLength(segment.events.length + batches.length);
});
