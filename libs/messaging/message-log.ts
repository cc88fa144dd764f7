/** A message to be published: UTF-8 text throughout. */
export interface Message {
  readonly key: string;
  readonly value: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Called with each failure that will be tried again, a LogUnavailableError. */
export type FailureListener = (failure: Error) => void;

/** A message as it stands in its partition. */
export interface ReceivedMessage extends Message {
  /** Its place in the partition, from which a reader goes on; never an identity. Offsets grow, with gaps. */
  readonly offset: bigint;
}

/** The current settings of a topic. */
export interface TopicDescription {
  readonly topic: string;
  readonly partitions: number;
  readonly replicationFactor: number;
  /** How many replicas, the leader included, must have a message before it is acknowledged. */
  readonly minInsyncReplicas: number;
  readonly retentionMs: number;
}

/** The settings that a topic should have. */
export interface TopicPlan extends TopicDescription {
  /** The largest batch that the topic takes. */
  readonly batchBytesMax: number;
}

/** The change that {@link MessageLog.applyTopic} made. */
export type TopicChange = 'created' | 'changed' | 'unchanged';

/**
 * Handles the messages of the partitions that a member of a group is given. Partitions are independent of each other;
 * within one, calls come one after the other. The same message may come again after a rebalance or a failure. No
 * message is skipped, but the topic's retention may have deleted messages before they were delivered.
 */
export interface PartitionHandler {
  /** Called with all partitions, old and new, that this member has from now on; the topic has `count` partitions. */
  assigned(partitions: readonly number[], count: number): void;
  /**
   * Handles the next messages of one partition, in the order of their offsets; never empty. The next call comes when
   * this one has resolved, so a slow handler slows down its own partition only. After a rejection the same messages
   * come again.
   */
  received(partition: number, messages: readonly ReceivedMessage[]): Promise<void>;
}

/** The topic to follow, and the group and the name to follow it under. */
export interface SubscriptionOptions {
  readonly topic: string;
  /** Members of one group share the partitions; each group gets every message. */
  readonly group: string;
  /** The name of this member in logs and on the broker. */
  readonly instance: string;
  readonly handler: PartitionHandler;
}

/** One member of a group. It recovers from every failure by itself, until it is stopped. */
export interface Subscription {
  /**
   * Records where the next member that is given the partition begins. Never throws; a lost commit means only that
   * messages come again.
   */
  commit(partition: number, nextOffset: bigint): void;
  /** Resolves while messages can come. @throws LogUnavailableError or another error of this library with the reason */
  check(): Promise<void>;
  /** Leaves the group, after the calls of the handler that are under way. */
  stop(): Promise<void>;
}

/**
 * Topics, which are divided into partitions of messages. Delivery is at least once, in the order of each partition. No
 * correctness may rest on the log: the event store keeps everything that must not be lost.
 */
export interface MessageLog {
  /** @throws TopicMissingError @throws LogUnavailableError */
  describeTopic(topic: string): Promise<TopicDescription>;

  /**
   * Creates a topic, or adds the missing partitions and changes the settings that differ; never removes partitions.
   * @throws TopicPlanError when the log cannot fulfil the plan @throws LogUnavailableError
   */
  applyTopic(plan: TopicPlan): Promise<TopicChange>;

  /**
   * Appends messages to one partition as one batch: all of them or none become visible, in their order. Resolves when
   * every in-sync replica has them. Rejects after its last try: the messages may be there or not, and may be published
   * again. `onFailure` is called with each failure that is tried again, because a publish may take long. Publishes to
   * different partitions run side by side; of two to one partition, the second waits for the first.
   * @throws TopicMissingError when the topic or the partition is missing
   * @throws BatchTooLargeError @throws LogUnavailableError
   */
  publish(topic: string, partition: number, messages: readonly Message[], onFailure?: FailureListener): Promise<void>;

  /** Begins at the group's last commit, or at the earliest message. The log may still be unreachable. */
  subscribe(options: SubscriptionOptions): Subscription;

  /**
   * Removes the commits of a group that has no members. An unknown group is not an error.
   * @throws GroupInUseError @throws LogUnavailableError
   */
  forgetGroup(group: string): Promise<void>;

  /** Stops every subscription, and closes every connection. */
  close(): Promise<void>;
}
