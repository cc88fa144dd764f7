import type { EventStore } from '@firstwrite/event-store';
import type { MessageLog, ReceivedMessage, Subscription } from '@firstwrite/messaging';
import type { Log } from '../log';
import { type Segment, SegmentReader, topicOf } from '@firstwrite/published-log';
import { OwnSegments } from './own-segments';

/** Who takes the segments of a published log; a projector's window is one. */
export interface SegmentSink {
  /** These partitions, of `count`, are followed from now on. */
  assign(assignment: { readonly partitions: readonly number[]; readonly count: number }): void;
  /** The next segment of a partition; it may have come before. Resolves when there is room for another. */
  add(partition: number, segment: Segment, nextOffset: bigint): Promise<void>;
}

/** Whose log is followed, as a member of which group, and where its segments go. */
export interface FollowOptions {
  readonly log: MessageLog;
  /** The store that the log must be of: segments of another one are left out. */
  readonly store: Pick<EventStore, 'identity' | 'isIncarnation'>;
  /** Members of one group share the partitions; a group of one has them all. */
  readonly group: string;
  readonly instance: string;
  readonly sink: SegmentSink;
  readonly logger: Pick<Log, 'warn'>;
}

/**
 * Gives a published log's segments to a sink, partition by partition, until the subscription is stopped. Where the
 * group begins next time is for the sink to say, by the subscription's `commit`.
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
          logger.warn({ group, partitions: count }, 'has no partition: the group has more members');
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
