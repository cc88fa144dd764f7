import type { StoreIdentity } from '@firstwrite/event-store';
import { TopicMissingError, type FailureListener, type Message, type MessageLog } from '@firstwrite/messaging';
import { backOffMs, pause, settledOrAbandoned } from '@firstwrite/resilience';
import type { FeedRange } from '../feed/feed-reader';
import { BACK_OFF } from '../relay-options';
import { bytesOf, dividePage, type Batches } from './divide-page';
import type { PartitionCount } from './partition-count';

/**
 * The longest wait for a publish in flight after the lease has ended or the relay stops. After that it does not matter
 * whether the publish succeeds: the next leader publishes the same page.
 */
const IN_FLIGHT_GRACE_MS = 2_000;

/** The right to publish: `isHeld` is read before each batch; `over` is aborted when the right ends. */
export interface PublishingRight {
  readonly isHeld: boolean;
  readonly over: AbortSignal;
}

/** The parts that a publisher works with. */
export interface PagePublisherOptions {
  readonly log: Pick<MessageLog, 'publish'>;
  readonly topic: string;
  /** The store of the published pages. */
  readonly identity: StoreIdentity;
  readonly partitionCount: PartitionCount;
  /**
   * Called with the failure of each try, including the tries that the log repeats by itself; called with undefined once
   * a try succeeds.
   */
  readonly onAttempt: (failure: unknown, attempt: number) => void;
}

/** Publishes pages one after the other, each to all partitions in parallel, until every partition has it. */
export class PagePublisher {
  constructor(private readonly options: PagePublisherOptions) {}

  /**
   * Resolves to the page's size in bytes when every partition has it. A failed page is published again until it
   * succeeds: publishing a segment twice repeats the same statement.
   * @returns undefined when the right ended first; some partitions may have the page then, or a part of it
   */
  async publish(page: FeedRange, right: PublishingRight): Promise<number | undefined> {
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
          // The streams are divided anew: every partition gets its part of the whole page.
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

  /** Removes the partitions that were published. @throws the failure of one partition, when all have settled */
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
