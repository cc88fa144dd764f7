import {
  InMemoryMessageLog,
  type FailureListener,
  type Message,
  type MessageLog,
  type ReceivedMessage,
  type SubscriptionOptions,
  type TopicPlan,
} from '@firstwrite/messaging';

const settings = { replicationFactor: 1, minInsyncReplicas: 1, retentionMs: 3_600_000, batchBytesMax: 4_194_304 };

/** A log behind a simulated network that a test delays or cuts, with a follower that reads it from its beginning. */
export class NetworkLog implements MessageLog {
  private readonly log = new InMemoryMessageLog();
  private readonly followed: ReceivedMessage[][] = [];
  /** Run before and after a batch reaches its partition; throw to cut the connection there. */
  beforePublish: (partition: number, onFailure?: FailureListener) => Promise<void> | void = () => undefined;
  afterPublish: (partition: number) => Promise<void> | void = () => undefined;

  constructor(private readonly topic: string) {
    this.log.subscribe({
      topic,
      group: 'followers',
      instance: '1',
      handler: {
        assigned: () => undefined,
        received: async (partition, messages) => void (this.followed[partition] ??= []).push(...messages),
      },
    });
  }

  /** Creates the topic; a topic that has more partitions already is deleted first, with its messages. */
  async divideInto(partitions: number): Promise<void> {
    const present = await this.log.describeTopic(this.topic).catch(() => undefined);
    if (present && present.partitions > partitions) this.log.deleteTopic(this.topic);
    await this.log.applyTopic({ topic: this.topic, partitions, ...settings });
  }

  /** The messages that the follower has received of a partition. */
  read(partition: number): readonly ReceivedMessage[] {
    return this.followed[partition] ?? [];
  }

  /** The number of messages that it has received of all partitions. */
  get messages(): number {
    return this.followed.reduce((sum, messages) => sum + messages.length, 0);
  }

  async publish(
    topic: string,
    partition: number,
    messages: readonly Message[],
    onFailure?: FailureListener,
  ): Promise<void> {
    await this.beforePublish(partition, onFailure);
    await this.log.publish(topic, partition, messages);
    await this.afterPublish(partition);
  }

  describeTopic(topic: string) {
    return this.log.describeTopic(topic);
  }

  applyTopic(plan: TopicPlan) {
    return this.log.applyTopic(plan);
  }

  subscribe(options: SubscriptionOptions) {
    return this.log.subscribe(options);
  }

  forgetGroup(group: string) {
    return this.log.forgetGroup(group);
  }

  close() {
    return this.log.close();
  }
}
