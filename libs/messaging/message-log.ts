/** What is written to a topic: UTF-8 text throughout. */
export interface Message {
  readonly key: string;
  readonly value: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Is told of a failure that is not the end: LogUnavailableError. */
export type FailureListener = (failure: Error) => void;

/** A message as it stands in its partition. */
export interface ReceivedMessage extends Message {
  /** Its place in the partition: a hint where to go on, never an identity; grows, with gaps. */
  readonly offset: bigint;
}

/** What a topic is like now. */
export interface TopicDescription {
  readonly topic: string;
  readonly partitions: number;
  readonly replicationFactor: number;
  /** How many replicas, the leader included, must have a message before it is acknowledged. */
  readonly minInsyncReplicas: number;
  readonly retentionMs: number;
}

/** What a topic should be like. */
export interface TopicPlan extends TopicDescription {
  /** The largest batch that the topic takes. */
  readonly batchBytesMax: number;
}

/** What {@link MessageLog.applyTopic} did. */
export type TopicChange = 'created' | 'changed' | 'unchanged';

/**
 * Who works on the messages of the partitions that a member of a group is given. Partitions are independent of each other; within one,
 * calls come one after the other. The same message may come again, after a rebalance or a failure; none is left out knowingly, but a
 * topic is a window: what its retention deleted does not come.
 */
export interface PartitionHandler {
  /** These partitions, of `count` in the topic, are ours from now on; all of them, not only the new ones. */
  assigned(partitions: readonly number[], count: number): void;
  /**
   * The next messages of one partition, in the order of their offsets; never empty. The next ones come when it has resolved, so a slow
   * handler slows its partition down, nothing else. A rejection lets them come again.
   */
  received(partition: number, messages: readonly ReceivedMessage[]): Promise<void>;
}

/** What to follow, and as whom. */
export interface SubscriptionOptions {
  readonly topic: string;
  /** Members of one group share the partitions; each group gets every message. */
  readonly group: string;
  /** What this member is called in logs and on the broker. */
  readonly instance: string;
  readonly handler: PartitionHandler;
}

/** One member of a group. It goes on by itself after every failure, until it is stopped. */
export interface Subscription {
  /** Where the group begins when nobody has the partition in hand: a hint, kept by the log itself. Never rejects; a lost one is repeated work. */
  commit(partition: number, nextOffset: bigint): void;
  /** Resolves while messages can come; @throws LogUnavailableError or another of this lib's errors with the reason. */
  check(): Promise<void>;
  /** Leaves the group; what is being handled is waited for. */
  stop(): Promise<void>;
}

/**
 * Topics of partitions of messages. Delivery is at least once, in the order of each partition. No correctness may rest on it: what must not
 * be lost stands in the event store.
 */
export interface MessageLog {
  /** @throws TopicMissingError @throws LogUnavailableError */
  describeTopic(topic: string): Promise<TopicDescription>;

  /**
   * Creates a topic, or adds the partitions and changes the settings that differ; never removes partitions.
   * @throws TopicPlanError when the log cannot have it so @throws LogUnavailableError
   */
  applyTopic(plan: TopicPlan): Promise<TopicChange>;

  /**
   * Appends messages to one partition as one batch: all of them or none become visible, in their order. Resolves when every in-sync
   * replica has them. Rejects when it gave up: they may be there or not, and may be published again.
   * What fails meanwhile and is tried again is told to `onFailure`: it may take long.
   * Publishes to different partitions may run side by side; of two to one partition, the second waits for the first.
   * @throws TopicMissingError when topic or partition is not there @throws BatchTooLargeError @throws LogUnavailableError
   */
  publish(topic: string, partition: number, messages: readonly Message[], onFailure?: FailureListener): Promise<void>;

  /** Begins where the group left off, at the earliest message when it never began. The log need not answer yet. */
  subscribe(options: SubscriptionOptions): Subscription;

  /** Removes what the log keeps of a group that has no members; one that is not there is none. @throws GroupInUseError @throws LogUnavailableError */
  forgetGroup(group: string): Promise<void>;

  /** Stops every subscription, and closes every connection. */
  close(): Promise<void>;
}
