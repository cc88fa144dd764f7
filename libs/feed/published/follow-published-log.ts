import type { EventStore } from '@firstwrite/event-store';
import type { MessageLog, ReceivedMessage, Subscription } from '@firstwrite/messaging';
import type { Log } from '../log';
import { type Segment, SegmentReader, topicOf } from '@firstwrite/published-log';
import { OwnSegments } from './own-segments';

/** Receives the segments of a published log; the window of a projector is one. */
export interface SegmentSink {
  /** These partitions, of `count`, are followed from now on. */
  assign(assignment: { readonly partitions: readonly number[]; readonly count: number }): void;
  /** Takes the next segment of a partition, which may be a repetition. Resolves when there is room for another. */
  add(partition: number, segment: Segment, nextOffset: bigint): Promise<void>;
}

/** Which log is followed, as a member of which group, and where its segments go. */
export interface FollowOptions {
  readonly log: MessageLog;
  /** The store of the log: segments of another store are left out. */
  readonly store: Pick<EventStore, 'identity' | 'isIncarnation'>;
  /** Members of one group share the partitions; a group of one has them all. */
  readonly group: string;
  readonly instance: string;
  readonly sink: SegmentSink;
  readonly logger: Pick<Log, 'warn'>;
}

/**
 * Passes a published log's segments to a sink, partition by partition, until the subscription is stopped. The caller
 * commits, by the subscription's `commit`, the offset where the group begins next time.
 */
export function followPublishedLog({ log, store, group, instance, sink, logger }: FollowOptions): Subscription {
  const { storeId } = store.identity;
  const own = new OwnSegments(store, logger);
  const readers = new Map<number, SegmentReader>();
  const subscription = log.subscribe({
    topic: topicOf(storeId),
    group,
    instance,
    handler: {
      assigned: (partitions, count) => {
        readers.clear();
        for (const partition of partitions) readers.set(partition, new SegmentReader({ store: storeId, partition }));
        if (partitions.length === 0)
          logger.warn({ group, partitions: count }, 'has no partition: the group has more members than partitions');
        sink.assign({ partitions, count });
      },
      received: async (partition: number, messages: readonly ReceivedMessage[]) => {
        const read = readers.get(partition)?.read(messages) ?? [];
        for (const { segment, nextOffset } of read) {
          if (await own.includes(segment)) await sink.add(partition, segment, nextOffset);
        }
      },
    },
  });
  return {
    commit: (partition, nextOffset) => subscription.commit(partition, nextOffset),
    check: async () => {
      await subscription.check();
      own.requireOurs();
    },
    stop: () => subscription.stop(),
  };
}
