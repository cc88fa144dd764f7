import {
  TopicMissingError,
  type Message,
  type MessageLog,
  type ReceivedMessage,
  type Subscription,
  type TopicChange,
  type TopicDescription,
  type TopicPlan,
} from '@firstwrite/messaging';

/** Partitions in memory behind a network that a test holds up or cuts, and whose messages it can look at. */
export class StoredLog implements MessageLog {
  private partitions: Message[][] = [];
  /** Run before and after a batch reaches its partition; throw to cut the connection there. */
  beforePublish: (partition: number) => Promise<void> | void = () => undefined;
  afterPublish: (partition: number) => Promise<void> | void = () => undefined;

  constructor(partitions: number) {
    this.divideInto(partitions);
  }

  /** As a topic that got partitions, or was made anew with fewer. */
  divideInto(count: number): void {
    this.partitions = Array.from({ length: count }, (_, partition) => this.partitions[partition] ?? []);
  }

  get messages(): number {
    return this.partitions.reduce((sum, messages) => sum + messages.length, 0);
  }

  read(partition: number): ReceivedMessage[] {
    return (this.partitions[partition] ?? []).map((message, at) => ({ ...message, offset: BigInt(at) }));
  }

  async describeTopic(topic: string): Promise<TopicDescription> {
    const partitions = this.partitions.length;
    if (partitions === 0) throw new TopicMissingError(topic);
    return { topic, partitions, replicationFactor: 1, minInsyncReplicas: 1, retentionMs: 1_000 };
  }

  async publish(topic: string, partition: number, messages: readonly Message[]): Promise<void> {
    await this.beforePublish(partition);
    const stored = this.partitions[partition];
    if (!stored) throw new TopicMissingError(topic);
    stored.push(...messages);
    await this.afterPublish(partition);
  }

  applyTopic(plan: TopicPlan): Promise<TopicChange> {
    return Promise.reject(new Error(`nobody plans ${plan.topic}`));
  }

  subscribe(): Subscription {
    throw new Error('nobody subscribes');
  }

  async forgetGroup(): Promise<void> {}
  async close(): Promise<void> {}
}
