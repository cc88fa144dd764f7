import { LogUnavailableError, TopicMissingError } from '../errors';
import type { ReceivedMessage, Subscription, SubscriptionOptions, TopicPlan } from '../message-log';
import { PartitionQueue } from '../partition-queue';

/** A topic's settings, and its messages by partition: an offset is a place in the list. */
export interface InMemoryTopic {
  plan: TopicPlan;
  readonly partitions: ReceivedMessage[][];
}

/** A member's access to the log that it belongs to. */
export interface InMemoryMembership {
  /** By topic and partition. */
  readonly committed: Map<string, bigint>;
  topic(): InMemoryTopic | undefined;
  left(): void;
}

interface HeldPartition {
  readonly queue: PartitionQueue;
  next: number;
}

/** A member of a group of the log in memory. */
export class InMemorySubscription implements Subscription {
  private held = new Map<number, HeldPartition>();
  private leaving: Promise<void> = Promise.resolve();
  private stopped: Promise<void> | undefined;

  constructor(
    private readonly options: SubscriptionOptions,
    private readonly membership: InMemoryMembership,
  ) {}

  get topic(): string {
    return this.options.topic;
  }

  commit(partition: number, nextOffset: bigint): void {
    if (this.held.has(partition)) this.membership.committed.set(`${this.topic}/${partition}`, nextOffset);
  }

  async check(): Promise<void> {
    if (this.stopped) throw new LogUnavailableError('the subscription was stopped');
    if (!this.membership.topic()) throw new TopicMissingError(this.topic);
  }

  stop(): Promise<void> {
    this.stopped ??= this.leave();
    return this.stopped;
  }

  /** Replaces this member's partitions; each begins at the group's commit. */
  assign(partitions: readonly number[], count: number): void {
    if (this.stopped) return;
    this.dropAll();
    if (count > 0) this.options.handler.assigned(partitions, count);
    for (const partition of partitions) {
      const next = Number(this.membership.committed.get(`${this.topic}/${partition}`) ?? 0n);
      this.held.set(partition, { queue: this.newQueue(partition), next });
      this.wake(partition);
    }
  }

  /** Delivers the messages of a partition that this member has not had yet. */
  wake(partition: number): void {
    const held = this.held.get(partition);
    const messages = this.membership.topic()?.partitions[partition]?.slice(held?.next) ?? [];
    if (!held || messages.length === 0) return;
    held.next += messages.length;
    held.queue.push(messages);
  }

  private newQueue(partition: number): PartitionQueue {
    const { handler } = this.options;
    const ignored = (): void => undefined;
    return new PartitionQueue({ partition, handler, after: this.leaving, onDelivered: ignored, onRejected: ignored });
  }

  private dropAll(): void {
    const drops = [...this.held.values()].map(({ queue }) => queue.drop());
    this.leaving = Promise.all([this.leaving, ...drops]).then(() => undefined);
    this.held = new Map();
  }

  private async leave(): Promise<void> {
    const drops = [...this.held.values()].map(({ queue }) => queue.drop());
    await Promise.all([this.leaving, ...drops]);
    this.held = new Map();
    this.membership.left();
  }
}
