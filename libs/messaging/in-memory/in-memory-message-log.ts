import { GroupInUseError, LogUnavailableError, TopicMissingError, TopicPlanError } from '../errors';
import { InMemorySubscription, type InMemoryTopic } from './in-memory-subscription';
import type {
  Message,
  MessageLog,
  Subscription,
  SubscriptionOptions,
  TopicChange,
  TopicDescription,
  TopicPlan,
} from '../message-log';

/** The members that share a topic's partitions, and the offsets that they committed. */
interface InMemoryGroup {
  readonly members: InMemorySubscription[];
  readonly committed: Map<string, bigint>;
}

/**
 * The log in this process's memory, for tests and for a single process: it keeps every message until the process ends.
 */
export class InMemoryMessageLog implements MessageLog {
  private readonly topics = new Map<string, InMemoryTopic>();
  private readonly groups = new Map<string, InMemoryGroup>();
  private closed = false;

  async describeTopic(topic: string): Promise<TopicDescription> {
    const { batchBytesMax: _, ...description } = this.topicOf(topic).plan;
    return description;
  }

  async applyTopic(plan: TopicPlan): Promise<TopicChange> {
    this.requireOpen();
    requirePossible(plan, this.topics.get(plan.topic)?.plan);
    const found = this.topics.get(plan.topic);
    const topic = found ?? { plan, partitions: [] };
    const changed = JSON.stringify(Object.entries(topic.plan).sort()) !== JSON.stringify(Object.entries(plan).sort());
    topic.plan = plan;
    while (topic.partitions.length < plan.partitions) topic.partitions.push([]);
    this.topics.set(plan.topic, topic);
    if (!found || changed) this.rebalance(plan.topic);
    if (!found) return 'created';
    return changed ? 'changed' : 'unchanged';
  }

  async publish(topic: string, partition: number, messages: readonly Message[]): Promise<void> {
    const log = this.topicOf(topic).partitions[partition];
    if (!log) throw new TopicMissingError(topic);
    for (const message of messages) log.push({ ...message, offset: BigInt(log.length) });
    for (const { members } of this.groups.values()) for (const member of members) member.wake(partition);
  }

  subscribe(options: SubscriptionOptions): Subscription {
    this.requireOpen();
    const group: InMemoryGroup = this.groups.get(options.group) ?? { members: [], committed: new Map() };
    this.groups.set(options.group, group);
    const member: InMemorySubscription = new InMemorySubscription(options, {
      committed: group.committed,
      topic: () => this.topics.get(options.topic),
      left: () => {
        group.members.splice(group.members.indexOf(member), 1);
        this.rebalance(options.topic);
      },
    });
    group.members.push(member);
    queueMicrotask(() => this.rebalance(options.topic)); // the caller has its subscription before its handler is called
    return member;
  }

  async forgetGroup(group: string): Promise<void> {
    if (this.groups.get(group)?.members.length) throw new GroupInUseError(group);
    this.groups.delete(group);
  }

  async close(): Promise<void> {
    this.closed = true;
    const members = [...this.groups.values()].flatMap((group) => group.members);
    await Promise.all(members.map((member) => member.stop()));
  }

  /** For tests: deletes the topic with its messages and the commits of every group. */
  deleteTopic(topic: string): void {
    this.topics.delete(topic);
    for (const { committed } of this.groups.values()) {
      for (const key of committed.keys()) if (key.startsWith(`${topic}/`)) committed.delete(key);
    }
    this.rebalance(topic);
  }

  private topicOf(topic: string): InMemoryTopic {
    this.requireOpen();
    const found = this.topics.get(topic);
    if (!found) throw new TopicMissingError(topic);
    return found;
  }

  private requireOpen(): void {
    if (this.closed) throw new LogUnavailableError('it was closed');
  }

  /**
   * Gives partition p to member p modulo the number of members. Called when members come or go, and when partitions are
   * added.
   */
  private rebalance(topic: string): void {
    const count = this.topics.get(topic)?.partitions.length ?? 0;
    const all = Array.from({ length: count }, (_, partition) => partition);
    for (const { members } of this.groups.values()) {
      const sharing = members.filter((member) => member.topic === topic);
      sharing.forEach((member, at) =>
        member.assign(
          all.filter((partition) => partition % sharing.length === at),
          count,
        ),
      );
    }
  }
}

function requirePossible(plan: TopicPlan, present: TopicPlan | undefined): void {
  const refuse = (reason: string): never => {
    throw new TopicPlanError(`topic "${plan.topic}" cannot be as planned: ${reason}`);
  };
  if (plan.replicationFactor > 1) refuse('memory keeps one replica');
  if (plan.minInsyncReplicas > plan.replicationFactor) refuse('more replicas in sync than replicas');
  if (present && plan.partitions < present.partitions) refuse('partitions cannot be removed');
}
