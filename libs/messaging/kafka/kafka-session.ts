import { Modes, pause, settlesWithin, type Transitions } from '@firstwrite/resilience';
import {
  PartitionAssigners,
  type Cluster,
  type Consumer,
  type EachBatchPayload,
  type PartitionAssigner,
} from 'kafkajs';
import type { ReceivedMessage } from '../message-log';
import { CLIENT_RETRY, createClient } from './kafka-client';
import { LogUnavailableError } from '../errors';
import { failureTypes } from './kafka-failure';
import type { KafkaSettings } from './kafka-options';
import { receivedMessages } from './received-messages';

/**
 * The errors of a commit while the group waits for its members to rejoin; the next heartbeat tells this member to
 * rejoin. They do not end the session: a new session leaves and joins the group, which would fail the commits of the
 * other members, without end under load.
 */
const OVERTAKEN_TYPES = ['REBALANCE_IN_PROGRESS', 'ILLEGAL_GENERATION', 'UNKNOWN_MEMBER_ID'];

/** Called by a session, always synchronously and never after its end. */
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

/** A fetch that finds nothing waits this long at the broker; a stop may wait for it. */
const FETCH_WAIT_MS = 250;
/** A member learns from a heartbeat that others joined or left. */
const HEARTBEAT_MS = 500;
/** Members rejoin within a heartbeat. A member that does not is gone, most likely because its consumer was replaced. */
const REBALANCE_MS_MAX = 3_000;
/** kafkajs reports a stop before its reason, and sometimes never reports the reason. */
const CRASH_AFTER_STOP_MS_MAX = 1_000;
/** The longest silence of healthy brokers: a fetch is answered within 250 ms, and a heartbeat is sent every 500 ms. */
const SILENCE_MS_MAX = 3_000;
const FETCH_BYTES_MAX = 8 * 1024 * 1024;
const PARTITION_BYTES_MAX = 1024 * 1024;
const WATCH_INTERVAL_MS = 500;
const DISCONNECT_MS_MAX = 3_000;

type SessionMode = 'new' | 'joining' | 'member' | 'failed' | 'ended';

const TRANSITIONS: Transitions<SessionMode> = {
  new: ['joining', 'failed'],
  joining: ['member', 'failed'],
  member: ['member', 'failed'],
  failed: ['ended'],
  ended: [],
};

/**
 * One consumer, from its start to its first failure. It never recovers: kafkajs does not always recover by itself, so
 * the subscription builds another session.
 *
 * new → joining (it connects and joins the group) → member (it was given partitions; again after each rebalance) →
 * failed (the first failure, or the stop) → ended (it has left the group). A new or a joining session can fail too. Its
 * listener is called only while it joins or is a member.
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
      rebalanceTimeout: REBALANCE_MS_MAX,
      heartbeatInterval: HEARTBEAT_MS,
      maxWaitTimeInMs: FETCH_WAIT_MS,
      maxBytes: FETCH_BYTES_MAX,
      maxBytesPerPartition: PARTITION_BYTES_MAX,
      metadataMaxAge: settings.metadataMaxAgeMs,
      allowAutoTopicCreation: false,
      partitionAssigners: [this.assignerThatShowsTheCluster()],
      // kafkajs's own restarts are disabled, so that only one component recovers: the subscription, after every crash.
      retry: { ...CLIENT_RETRY, restartOnFailure: async () => false },
    });
    this.observe();
  }

  /** Resolves with the error that ended the session. */
  async run(): Promise<Error> {
    this.modes.to('joining');
    const watch = setInterval(() => this.watch(), WATCH_INTERVAL_MS);
    try {
      void this.start();
      return await this.failure;
    } finally {
      clearInterval(watch);
    }
  }

  /** Returns while the session is a member and the brokers answer. @throws LogUnavailableError */
  check(): void {
    if (!this.assigned) throw new LogUnavailableError(`it is joining group "${this.options.group}"`);
    const silentMs = performance.now() - Math.min(this.lastHeartbeatMs, this.lastFetchOrIdleMs());
    if (silentMs > SILENCE_MS_MAX) {
      throw new LogUnavailableError(`no broker has answered for ${Math.round(silentMs)} ms`);
    }
  }

  /** Pauses or resumes the fetching of a partition. */
  setPaused(partition: number, paused: boolean): void {
    if (!this.isMember || paused === this.paused.has(partition)) return;
    const partitions = [{ topic: this.options.topic, partitions: [partition] }];
    if (paused) this.paused.add(partition);
    else this.paused.delete(partition);
    try {
      if (paused) this.consumer.pause(partitions);
      else this.consumer.resume(partitions);
    } catch (error) {
      this.fail(error as Error); // the consumer does not run any more
    }
  }

  /**
   * Commits the offsets of its partitions. A commit may be lost while members come or go; its messages are then
   * delivered again.
   * @throws any other error of the commit, which also ends the session
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
      if (failureTypes(error).some((type) => OVERTAKEN_TYPES.includes(type))) return;
      // A consumer never recovers from any other commit error, so it must not be swallowed.
      this.fail(error as Error);
      throw error;
    }
  }

  /** Leaves the group, if that is possible in time; the listener is not called any more. */
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
    await settlesWithin(this.consumer.disconnect(), DISCONNECT_MS_MAX);
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
      void pause(CRASH_AFTER_STOP_MS_MAX, this.failed.signal).then(() => this.fail(stopped));
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
   * Takes a batch over at once, so that heartbeats and the other partitions do not wait for its handler. The handover
   * and the resolved offset are one synchronous step: no rebalance can come between them.
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

  /**
   * The time of the last fetch, or now when nothing is fetched: without partitions, or while all of them are paused.
   */
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
