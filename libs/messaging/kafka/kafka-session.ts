import { Modes, pause, settlesWithin, type Transitions } from '@firstwrite/resilience';
import {
  PartitionAssigners,
  type Cluster,
  type Consumer,
  type EachBatchPayload,
  type PartitionAssigner,
} from 'kafkajs';
import type { ReceivedMessage } from '../message-log';
import { clientRetry, createClient } from './kafka-client';
import { LogUnavailableError } from '../errors';
import { failureTypes } from './kafka-failure';
import type { KafkaSettings } from './kafka-options';
import { receivedMessages } from './received-messages';

/**
 * How the group refuses a commit of a member that it waits for to join again, which the next heartbeat will tell the member. To end
 * the session instead would be one more leaving and joining, which refuses the commits of the others: that did not end under load.
 */
const overtaken = ['REBALANCE_IN_PROGRESS', 'ILLEGAL_GENERATION', 'UNKNOWN_MEMBER_ID'];

/** What a session tells, always synchronously and never after its end. */
export interface SessionListener {
  joined(partitions: readonly number[], count: number): void;
  received(partition: number, messages: readonly ReceivedMessage[]): void;
}

export interface SessionOptions {
  readonly settings: KafkaSettings;
  readonly topic: string;
  readonly group: string;
  readonly listener: SessionListener;
}

/** A fetch that finds nothing waits so long at the broker; also how long a stop may wait for it. */
const fetchWaitMs = 250;
/** A member learns from a heartbeat that others joined or left. */
const heartbeatMs = 500;
/** Members rejoin within a heartbeat; who does not is gone, most likely a consumer that was built anew since. */
const rebalanceMsMax = 3_000;
/** kafkajs says that it stopped before it says why, and sometimes never says why. */
const crashAfterStopMsMax = 1_000;
/** A broker answers a fetch after 250 ms at the latest, and a heartbeat every 500. */
const silentMsMax = 3_000;
const fetchBytesMax = 8 * 1024 * 1024;
const partitionBytesMax = 1024 * 1024;
const watchIntervalMs = 500;
const disconnectMsMax = 3_000;

type SessionMode = 'new' | 'joining' | 'member' | 'failed' | 'ended';

const TRANSITIONS: Transitions<SessionMode> = {
  new: ['joining', 'failed'],
  joining: ['member', 'failed'],
  member: ['member', 'failed'],
  failed: ['ended'],
  ended: [],
};

/**
 * One consumer, from its start to its first failure. It never recovers: kafkajs does not always come back by itself, so the
 * subscription builds another session.
 *
 * new → joining (it connects and joins the group) → member (it was given partitions; again after each rebalance) → failed
 * (the first failure, or the stop) → ended (it has left the group). A new or a joining session can fail too. Its listener is
 * told only while it joins or is a member.
 */
export class KafkaSession {
  private readonly consumer: Consumer;
  private cluster: Cluster | undefined;
  private readonly modes = new Modes('kafka session', TRANSITIONS, 'new');
  private leaving: Promise<void> | undefined;
  private readonly failed = new AbortController();
  private readonly failure = new Promise<Error>((resolve) => {
    this.failed.signal.addEventListener('abort', () => resolve(this.failed.signal.reason as Error));
  });
  private assigned: readonly number[] | undefined;
  private readonly paused = new Set<number>();
  private lastFetchMs = performance.now();
  private lastHeartbeatMs = performance.now();

  constructor(private readonly options: SessionOptions) {
    const { settings, group } = options;
    this.consumer = createClient(settings).consumer({
      groupId: group,
      sessionTimeout: settings.sessionTimeoutMs,
      rebalanceTimeout: rebalanceMsMax,
      heartbeatInterval: heartbeatMs,
      maxWaitTimeInMs: fetchWaitMs,
      maxBytes: fetchBytesMax,
      maxBytesPerPartition: partitionBytesMax,
      metadataMaxAge: settings.metadataMaxAgeMs,
      allowAutoTopicCreation: false,
      partitionAssigners: [this.assignerThatShowsTheCluster()],
      // Who restarts must be one: here it is whoever runs this session, after any crash, also one that kafkajs takes for final.
      retry: { ...clientRetry, restartOnFailure: async () => false },
    });
    this.observe();
  }

  /** Resolves with what ended it. */
  async run(): Promise<Error> {
    this.modes.to('joining');
    const watch = setInterval(() => this.watch(), watchIntervalMs);
    try {
      void this.start();
      return await this.failure;
    } finally {
      clearInterval(watch);
    }
  }

  /** Resolves while it is a member whose brokers answer. @throws LogUnavailableError */
  check(): void {
    if (!this.assigned) throw new LogUnavailableError(`it is joining group "${this.options.group}"`);
    const silentMs = performance.now() - Math.min(this.lastHeartbeatMs, this.lastFetchOrIdleMs());
    if (silentMs > silentMsMax) {
      throw new LogUnavailableError(`no broker has answered for ${Math.round(silentMs)} ms`);
    }
  }

  /** Holds the fetching of a partition, or lets it go on. */
  setPaused(partition: number, paused: boolean): void {
    if (!this.isMember || paused === this.paused.has(partition)) return;
    const partitions = [{ topic: this.options.topic, partitions: [partition] }];
    if (paused) this.paused.add(partition);
    else this.paused.delete(partition);
    try {
      if (paused) this.consumer.pause(partitions);
      else this.consumer.resume(partitions);
    } catch (error) {
      this.fail(error as Error); // it is not running any more
    }
  }

  /**
   * Tells the group how far its partitions are. While members come or go a commit may be lost, which is repeated work.
   * @throws what else kept it from doing so, which is also the end of the session
   */
  async commit(offsets: ReadonlyMap<number, bigint>): Promise<void> {
    const { topic } = this.options;
    const mine = [...offsets].filter(([partition]) => this.assigned?.includes(partition));
    if (!this.isMember || mine.length === 0) return;
    try {
      await this.consumer.commitOffsets(
        mine.map(([partition, offset]) => ({ topic, partition, offset: String(offset) })),
      );
    } catch (error) {
      if (failureTypes(error).some((type) => overtaken.includes(type))) return;
      // Any other commit error that is swallowed leaves a consumer behind that never comes back.
      this.fail(error as Error);
      throw error;
    }
  }

  /** Leaves the group where that is possible in time; nothing is told afterwards. */
  end(): Promise<void> {
    this.leaving ??= this.leave();
    return this.leaving;
  }

  private get isMember(): boolean {
    return this.modes.is('member');
  }

  private async leave(): Promise<void> {
    this.fail(new LogUnavailableError('it was stopped'));
    this.modes.to('ended');
    await settlesWithin(this.consumer.disconnect(), disconnectMsMax);
  }

  private async start(): Promise<void> {
    try {
      await this.consumer.connect();
      await this.consumer.subscribe({ topics: [this.options.topic], fromBeginning: true });
      await this.consumer.run({
        autoCommit: false,
        eachBatchAutoResolve: false,
        eachBatch: async (payload) => this.handOver(payload),
      });
    } catch (error) {
      this.fail(error as Error);
    }
  }

  /** Only the first failure counts. */
  private fail(error: Error): void {
    if (this.modes.is('failed') || this.modes.is('ended')) return;
    this.modes.to('failed');
    this.failed.abort(error);
  }

  private observe(): void {
    const { consumer } = this;
    const { events } = consumer;
    consumer.on(events.CRASH, ({ payload }) => this.fail(payload.error));
    consumer.on(events.STOP, () => {
      const stopped = new LogUnavailableError('the consumer stopped');
      void pause(crashAfterStopMsMax, this.failed.signal).then(() => this.fail(stopped));
    });
    consumer.on(events.HEARTBEAT, () => void (this.lastHeartbeatMs = performance.now()));
    consumer.on(events.REQUEST, ({ payload }) => {
      if (payload.apiName === 'Fetch') this.lastFetchMs = performance.now();
    });
    consumer.on(events.GROUP_JOIN, ({ payload }) => this.join(payload.memberAssignment[this.options.topic] ?? []));
  }

  private join(partitions: readonly number[]): void {
    if (this.modes.is('failed') || this.modes.is('ended')) return;
    this.modes.to('member');
    this.assigned = [...partitions].sort((one, other) => one - other);
    this.lastFetchMs = this.lastHeartbeatMs = performance.now();
    const count = this.cluster?.findTopicPartitionMetadata(this.options.topic).length ?? this.assigned.length;
    this.options.listener.joined(this.assigned, count);
  }

  /**
   * Takes a batch over at once, so that heartbeats and the other partitions do not wait for its handler. Handing over and moving on
   * are one step: a rebalance cannot come between them.
   */
  private handOver(payload: EachBatchPayload): void {
    const { batch } = payload;
    if (!this.isMember || !this.assigned?.includes(batch.partition)) return;
    this.options.listener.received(batch.partition, receivedMessages(batch.messages));
    payload.resolveOffset(batch.lastOffset());
  }

  private watch(): void {
    const silentMs = performance.now() - Math.min(this.lastHeartbeatMs, this.lastFetchOrIdleMs());
    if (silentMs > this.options.settings.stallMsMax) {
      this.fail(new LogUnavailableError(`the consumer made no progress for ${Math.round(silentMs)} ms`));
    }
  }

  /** A member without partitions, or whose partitions all wait for their handlers, fetches nothing. */
  private lastFetchOrIdleMs(): number {
    const fetches = this.assigned?.some((partition) => !this.paused.has(partition)) ?? true;
    return fetches ? this.lastFetchMs : performance.now();
  }

  private assignerThatShowsTheCluster(): PartitionAssigner {
    return (config) => {
      this.cluster = config.cluster;
      return PartitionAssigners.roundRobin(config);
    };
  }
}
