import { InMemoryEventStore } from '@firstwrite/event-store';
import { InMemoryMessageLog } from '@firstwrite/messaging';
import { eventually } from '@firstwrite/testing';
import { eventAt, segmentOf } from '../../published-log/test/segments';
import { encodeSegment, type Segment } from '@firstwrite/published-log';
import { followPublishedLog } from './follow-published-log';

const TOPIC = 'firstwrite.events.v1';
const PLACE = { partition: 0, partitions: 1 };

class Sink {
  assignment: object | undefined;
  readonly segments: Segment[] = [];
  assign = (assignment: object) => void (this.assignment = assignment);
  add = async (_partition: number, segment: Segment) => void this.segments.push(segment);
}

let log: InMemoryMessageLog;
let warnings: object[];
beforeEach(async () => {
  log = new InMemoryMessageLog();
  warnings = [];
  const settings = { replicationFactor: 1, minInsyncReplicas: 1, retentionMs: 1_000_000, batchBytesMax: 1_000_000 };
  await log.applyTopic({ topic: TOPIC, partitions: 1, ...settings });
});
afterEach(() => log.close());

async function publish(incarnation: string, from: number, to: number): Promise<void> {
  const events = Array.from({ length: to - from }, (_, at) => eventAt(from + at + 1));
  const segment = { ...segmentOf(events, PLACE, [from, to]), incarnation };
  const place = { partition: 0, region: 'local', completeBeforeMs: 0 };
  for (const batch of encodeSegment(segment, place)) await log.publish(TOPIC, 0, batch);
}

function follow(sink: Sink) {
  const logger = { info: () => undefined, warn: (details: object) => void warnings.push(details) };
  const store = new InMemoryEventStore();
  return followPublishedLog({ log, store, group: 'views', instance: '1', sink, logger });
}

test('a follower is told its partitions, and gets their segments', async () => {
  const sink = new Sink();
  follow(sink);
  await publish('in-memory', 0, 2);
  await eventually(() => expect(sink.segments).toHaveLength(1), { withinMs: 2_000 });
  expect(sink.assignment).toEqual({ partitions: [0], count: 1 });
  expect(sink.segments[0]?.events).toHaveLength(2);
});

test('segments of another store in the topic are left out, with one warning', async () => {
  const sink = new Sink();
  follow(sink);
  await publish('a copy', 0, 1);
  await publish('a copy', 1, 2);
  await publish('in-memory', 0, 3);
  await eventually(() => expect(sink.segments).toHaveLength(1), { withinMs: 2_000 });
  expect(sink.segments[0]?.incarnation).toBe('in-memory');
  expect(warnings).toEqual([{ incarnation: 'a copy' }]);
});

test('the check of a follower fails while only segments of another store come', async () => {
  const sink = new Sink();
  const followed = follow(sink);
  await publish('a copy', 0, 1);
  await eventually(() => expect(warnings).toHaveLength(1), { withinMs: 2_000 });
  await expect(followed.check()).rejects.toThrow('another incarnation');
  await publish('in-memory', 0, 1);
  await eventually(() => expect(sink.segments).toHaveLength(1), { withinMs: 2_000 });
  await followed.check();
});
