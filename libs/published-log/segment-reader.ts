import { comparePositions, partitionOf, type StoredEvent } from '@firstwrite/event-store';
import type { ReceivedMessage } from '@firstwrite/messaging';
import { SEGMENT_EVENTS_MAX } from './encode-segment';
import { eventOfMessage } from './event-message';
import type { Segment } from './segment';
import { WATERMARK_TYPE, watermarkOfMessage, type Watermark } from './watermark-message';

/** A segment, and the offset after it. */
export interface ReadSegment {
  readonly segment: Segment;
  readonly nextOffset: bigint;
}

/** The partition to read, and the store of its log. */
export interface SegmentReaderOptions {
  readonly store: number;
  readonly partition: number;
}

/**
 * Reads the messages of one partition as whole segments. Messages may be missing, repeated, or another program's: a
 * segment is given with exactly the events that it was published with, or not at all. Its watermark counts them. Each
 * event must be of the segment's streams, within its range and after the event before it. So if the count matches, the
 * segment is complete. A segment that was left out shows as a gap between the given segments.
 */
export class SegmentReader {
  private pending: ReceivedMessage[] = [];
  private ignored = 0;

  constructor(private readonly options: SegmentReaderOptions) {}

  /** The segments left out since the start: they were cut, damaged, or another partition's. */
  get ignoredSegments(): number {
    return this.ignored;
  }

  /** The segments that these messages complete. Messages after the last watermark wait for the next call. */
  read(messages: readonly ReceivedMessage[]): ReadSegment[] {
    const segments: ReadSegment[] = [];
    for (const message of messages) {
      if (message.headers['ce_type'] !== WATERMARK_TYPE) {
        this.keep(message);
        continue;
      }
      const segment = this.endOfSegment(message);
      this.pending = [];
      if (segment) segments.push({ segment, nextOffset: message.offset + 1n });
      else this.ignored += 1;
    }
    return segments;
  }

  /** Keeps a message unread. If it is another program's, the segment that counts it as an event is left out. */
  private keep(message: ReceivedMessage): void {
    if (message.headers['ce_position'] === undefined) return;
    if (this.pending.length >= 2 * SEGMENT_EVENTS_MAX) this.pending = this.pending.slice(-SEGMENT_EVENTS_MAX);
    this.pending.push(message);
  }

  private endOfSegment(message: ReceivedMessage): Segment | undefined {
    const watermark = watermarkOfMessage(message);
    if (!watermark || !this.isOurs(watermark) || watermark.events > this.pending.length) return undefined;
    const events: StoredEvent[] = [];
    let before = watermark.from;
    for (const pending of this.pending.slice(this.pending.length - watermark.events)) {
      const event = eventOfMessage(pending);
      if (!event || event.position.store !== this.options.store) return undefined;
      if (comparePositions(before, event.position) >= 0) return undefined;
      if (partitionOf(event.stream, watermark.partitions) !== watermark.partition) return undefined;
      events.push(event);
      before = event.position;
    }
    if (comparePositions(before, watermark.to) > 0) return undefined;
    const { incarnation, partitions, from, to, completeAtMs } = watermark;
    return { incarnation, partitions, from, to, events, completeAtMs };
  }

  private isOurs({ partition, partitions, from, to }: Watermark): boolean {
    const { store } = this.options;
    return partition === this.options.partition && partition < partitions && from.store === store && to.store === store;
  }
}
