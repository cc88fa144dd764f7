import { partitionOf, type StoredEvent, type StoreIdentity } from '@firstwrite/event-store';
import type { Message } from '@firstwrite/messaging';
import type { FeedRange } from '../feed/feed-reader';
import { encodeSegment } from '@firstwrite/published-log';

/** The batches of a page that are not published yet: by partition, in their order. */
export type Batches = Map<number, Message[][]>;

/** Divides a page into segments, one or more for every partition. */
export function dividePage(page: FeedRange, partitions: number, { region, incarnation }: StoreIdentity): Batches {
  const { from, to, completeAtMs, completeBeforeMs } = page;
  const divided = Array.from({ length: partitions }, (): StoredEvent[] => []);
  for (const event of page.events) divided[partitionOf(event.stream, partitions)]?.push(event);
  return new Map(
    divided.map((events, partition) => [
      partition,
      encodeSegment(
        { incarnation, partitions, from, to, events, completeAtMs },
        { partition, region, completeBeforeMs },
      ),
    ]),
  );
}

/** The approximate memory that the batches take. */
export function bytesOf(batches: Batches): number {
  let bytes = 0;
  for (const { value } of [...batches.values()].flat(2)) bytes += value.length;
  return bytes;
}
