import type { Message } from '@firstwrite/messaging';
import { eventMessage, sourceOf } from './event-message';
import type { Segment } from './segment';
import { watermarkMessage } from './watermark-message';

/** Kafka's default limit of a batch is 1 MiB, ours 4 MiB; smaller batches are replicated and fetched more evenly. */
export const BATCH_BYTES_MAX = 700_000;
/** A follower keeps the events of a segment in memory until its end. */
export const SEGMENT_EVENTS_MAX = 5_000;
/** The most bytes of the names and the framing of a message's headers, and of its share of the batch's header. */
const MESSAGE_OVERHEAD_BYTES = 300;

/** The partition and the region of a segment, and the time up to which the log was complete before it. */
export interface SegmentPlace {
  readonly partition: number;
  readonly region: string;
  /** `completeAtMs` of the segment that ended where this one begins; 0: unknown. */
  readonly completeBeforeMs: number;
}

/**
 * Encodes a segment as batches of messages, which are published one after the other. A large segment is divided into
 * several smaller ones, which together make the same statement. Each is whole by itself and below 700 kB, unless one
 * event alone is larger.
 */
export function encodeSegment(segment: Segment, { partition, region, completeBeforeMs }: SegmentPlace): Message[][] {
  const { incarnation, partitions, events, to, completeAtMs } = segment;
  const source = sourceOf(region);
  const batches: Message[][] = [];
  let batch: Message[] = [];
  let bytes = 0;
  let from = segment.from;
  const end = (at: Segment['to'], completeMs: number) => {
    const range = { from, to: at, events: batch.length, completeAtMs: completeMs };
    batches.push([...batch, watermarkMessage({ incarnation, partition, partitions, ...range }, source)]);
    [from, batch, bytes] = [at, [], 0];
  };
  let before = from;
  for (const event of events) {
    const message = eventMessage(event, source);
    const size = bytesOf(message);
    if (batch.length > 0 && (bytes + size > BATCH_BYTES_MAX || batch.length >= SEGMENT_EVENTS_MAX)) {
      end(before, Math.min(completeBeforeMs, completeAtMs));
    }
    batch.push(message);
    bytes += size;
    before = event.position;
  }
  end(to, completeAtMs);
  return batches;
}

function bytesOf({ key, value, headers }: Message): number {
  return (
    MESSAGE_OVERHEAD_BYTES + 3 * key.length + Buffer.byteLength(value) + Buffer.byteLength(headers['ce_metadata'] ?? '')
  );
}
