import { type BackOff, backOffMs, pause } from '@firstwrite/resilience';
import type { PartitionHandler, ReceivedMessage } from './message-log';

/** The most messages of one call of the handler: enough to fold in one go, few enough to be kept in memory twice. */
export const DELIVERY_MESSAGES_MAX = 2_000;

const RETRY: BackOff = { firstMs: 100, maxMs: 5_000 };

export interface PartitionQueueOptions {
  readonly partition: number;
  readonly handler: PartitionHandler;
  /** The first delivery waits for this. */
  readonly after: Promise<void>;
  /** Called after each delivery. */
  readonly onDelivered: () => void;
  /** Called with the handler's error; the same messages come again, after a longer wait each time. */
  readonly onRejected: (error: unknown) => void;
}

/** The messages of one partition that wait for the handler. They are delivered in order, one delivery at a time. */
export class PartitionQueue {
  private waiting: ReceivedMessage[] = [];
  private readonly dropped = new AbortController();
  private running: Promise<void> | undefined;

  constructor(private readonly options: PartitionQueueOptions) {}

  /** The messages that wait, without the delivery under way. */
  get length(): number {
    return this.waiting.length;
  }

  push(messages: readonly ReceivedMessage[]): void {
    if (this.dropped.signal.aborted) return;
    for (const message of messages) this.waiting.push(message);
    this.running ??= this.run().finally(() => (this.running = undefined));
  }

  /** Forgets the messages that wait; resolves when the delivery under way is done. */
  async drop(): Promise<void> {
    this.dropped.abort();
    this.waiting = [];
    await this.running;
  }

  private async run(): Promise<void> {
    await this.options.after;
    while (this.waiting.length > 0) {
      const delivery = this.waiting.slice(0, DELIVERY_MESSAGES_MAX);
      this.waiting = this.waiting.slice(DELIVERY_MESSAGES_MAX);
      await this.deliver(delivery);
      this.options.onDelivered();
    }
  }

  private async deliver(messages: readonly ReceivedMessage[]): Promise<void> {
    const { partition, handler, onRejected } = this.options;
    for (let failures = 0; !this.dropped.signal.aborted; failures += 1) {
      try {
        return await handler.received(partition, messages);
      } catch (error) {
        onRejected(error);
      }
      await pause(backOffMs(failures, RETRY), this.dropped.signal);
    }
  }
}
