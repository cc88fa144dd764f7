import { type BackOff, backOffMs, pause } from '@firstwrite/resilience';
import type { PartitionHandler, ReceivedMessage } from './message-log';

/** One call of the handler gets at most so many messages: enough to fold in one go, few enough to be held twice. */
export const deliveryMessagesMax = 2_000;

const RETRY: BackOff = { firstMs: 100, maxMs: 5_000 };

export interface PartitionQueueOptions {
  readonly partition: number;
  readonly handler: PartitionHandler;
  /** The first delivery waits for this one. */
  readonly after: Promise<void>;
  /** Called each time when a delivery is done. */
  readonly onDelivered: () => void;
  /** Gets what the handler rejected with; the same messages come again, later each time. */
  readonly onRejected: (error: unknown) => void;
}

/** The messages of one partition that wait for its handler. They are handed over in order, one delivery at a time. */
export class PartitionQueue {
  private waiting: ReceivedMessage[] = [];
  private readonly dropped = new AbortController();
  private running: Promise<void> | undefined;

  constructor(private readonly options: PartitionQueueOptions) {}

  /** Messages that wait, without those in the handler's hands. */
  get length(): number {
    return this.waiting.length;
  }

  push(messages: readonly ReceivedMessage[]): void {
    if (this.dropped.signal.aborted) return;
    for (const message of messages) this.waiting.push(message);
    this.running ??= this.run().finally(() => (this.running = undefined));
  }

  /** Forgets what waits; resolves when the delivery in the handler's hands is done. */
  async drop(): Promise<void> {
    this.dropped.abort();
    this.waiting = [];
    await this.running;
  }

  private async run(): Promise<void> {
    await this.options.after;
    while (this.waiting.length > 0) {
      const delivery = this.waiting.slice(0, deliveryMessagesMax);
      this.waiting = this.waiting.slice(deliveryMessagesMax);
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
