import type { StoreIdentity } from '@firstwrite/event-store';
import { TopicMissingError, type FailureListener, type Message, type MessageLog } from '@firstwrite/messaging';
import { backOffMs, pause, settledOrAbandoned } from '@firstwrite/resilience';
import type { FeedPage } from '../feed/feed-reader';
import { BACK_OFF } from '../relay-options';
import { bytesOf, dividePage, type Batches } from './divide-page';
import type { PartitionCount } from './partition-count';

/** What is in flight when the lease ends or the relay stops is waited for so long; then it no longer matters whether it arrives. */
const IN_FLIGHT_GRACE_MS = 2_000;

/** The right to publish: asked before each batch, and aborted when it is over. */
export interface PublishingRight {
  readonly isHeld: boolean;
  readonly over: AbortSignal;
}

/** What a publisher works with. */
export interface PagePublisherOptions {
  readonly log: Pick<MessageLog, 'publish'>;
  readonly topic: string;
  /** Who publishes. */
  readonly identity: StoreIdentity;
  readonly partitionCount: PartitionCount;
  /** Told of each failed try, of those that the log repeats by itself too, and of nothing (undefined) when it succeeds again. */
  readonly onAttempt: (failure: unknown, attempt: number) => void;
}

/** Publishes pages, one at a time, each to all partitions in parallel, and each as often as it takes. */
export class PagePublisher {
  constructor(private readonly options: PagePublisherOptions) {}

  /**
   * Resolves to the page's size in bytes when every partition has it. A failure is tried again for ever, the same page: what is published
   * twice is the same statement twice. undefined: the right was over first; some partitions may have the page, or a part of it.
   */
  async publish(page: FeedPage, right: PublishingRight): Promise<number | undefined> {
    const { partitionCount, identity, onAttempt } = this.options;
    let count: number | undefined;
    let batches: Batches = new Map();
    let bytes = 0;
    let failures = 0;
    const failed = (failure: unknown) => onAttempt(failure, failures++);
    const delayed = (failure: Error) => void (right.isHeld && failed(failure));
    for (let attempt = 0; ; attempt += 1) {
      try {
        const current = await partitionCount.current();
        if (current !== count) {
          // Another division of the streams begins with the whole page.
          [count, batches] = [current, dividePage(page, current, identity)];
          bytes = bytesOf(batches);
        }
        await this.publishAll(batches, right, delayed);
        if (batches.size === 0) {
          onAttempt(undefined, failures);
          return bytes;
        }
      } catch (failure) {
        failed(failure);
        if (failure instanceof TopicMissingError) partitionCount.forget();
      }
      if (right.isHeld) await pause(backOffMs(attempt, BACK_OFF), right.over);
      if (!right.isHeld) return undefined;
    }
  }

  /** Takes out what was published. @throws what one of the partitions failed with, when all have settled */
  private async publishAll(batches: Batches, right: PublishingRight, onFailure: FailureListener): Promise<void> {
    const failures: unknown[] = [];
    const all = [...batches].map(([partition, waiting]) =>
      this.publishInOrder(partition, waiting, right, onFailure)
        .then((done) => void (done && batches.delete(partition)))
        .catch((failure: unknown) => failures.push(failure)),
    );
    await settledOrAbandoned(Promise.all(all), right.over, IN_FLIGHT_GRACE_MS);
    if (failures.length > 0) throw failures[0];
  }

  private async publishInOrder(
    partition: number,
    waiting: Message[][],
    right: PublishingRight,
    onFailure: FailureListener,
  ): Promise<boolean> {
    for (let batch = waiting[0]; batch; batch = waiting[0]) {
      if (!right.isHeld) return false;
      await this.options.log.publish(this.options.topic, partition, batch, onFailure);
      waiting.shift();
    }
    return true;
  }
}
