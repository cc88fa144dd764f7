import { LogUnavailableError } from '../errors';
import type {
  FailureListener,
  Message,
  MessageLog,
  Subscription,
  SubscriptionOptions,
  TopicChange,
  TopicDescription,
  TopicPlan,
} from '../message-log';
import { withDefaults, type KafkaMessageLogOptions, type KafkaSettings } from './kafka-options';
import { KafkaPublisher } from './kafka-publisher';
import { KafkaSubscription } from './kafka-subscription';
import { KafkaTopics } from './kafka-topics';

/**
 * The log in Kafka. It connects on its first use, and no failure of a broker ends it: publishes are retried until their
 * time limit, subscriptions for ever.
 */
export class KafkaMessageLog implements MessageLog {
  private readonly settings: KafkaSettings;
  private readonly topics: KafkaTopics;
  private readonly publisher: KafkaPublisher;
  private readonly subscriptions = new Set<KafkaSubscription>();
  private closed = false;

  constructor(options: KafkaMessageLogOptions) {
    this.settings = withDefaults(options);
    this.topics = new KafkaTopics(this.settings);
    this.publisher = new KafkaPublisher(this.settings);
  }

  async describeTopic(topic: string): Promise<TopicDescription> {
    return this.topics.describe(topic);
  }

  /**
   * The ids of the brokers that lead the partitions, in partition order; -1: no leader at the moment. Works for Kafka's
   * own topics.
   * @throws TopicMissingError @throws LogUnavailableError
   */
  async leadersOf(topic: string): Promise<readonly number[]> {
    return this.topics.leaders(topic);
  }

  async applyTopic(plan: TopicPlan): Promise<TopicChange> {
    return this.topics.apply(plan);
  }

  async publish(
    topic: string,
    partition: number,
    messages: readonly Message[],
    onFailure: FailureListener = () => undefined,
  ): Promise<void> {
    if (messages.length > 0) await this.publisher.publish({ topic, partition, messages, onFailure });
  }

  subscribe(options: SubscriptionOptions): Subscription {
    if (this.closed) throw new LogUnavailableError('it was closed');
    const subscription = new KafkaSubscription(this.settings, options);
    this.subscriptions.add(subscription);
    return {
      commit: (partition, nextOffset) => subscription.commit(partition, nextOffset),
      check: () => subscription.check(),
      stop: async () => {
        await subscription.stop();
        this.subscriptions.delete(subscription);
      },
    };
  }

  async forgetGroup(group: string): Promise<void> {
    return this.topics.forgetGroup(group);
  }

  async close(): Promise<void> {
    this.closed = true;
    await Promise.all([...this.subscriptions].map((subscription) => subscription.stop()));
    await this.publisher.close();
  }
}
