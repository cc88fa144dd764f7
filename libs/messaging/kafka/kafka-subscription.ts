import { type BackOff, backOffMs, Modes, pause, type Transitions } from '@firstwrite/resilience';
import { LogUnavailableError } from '../errors';
import type { ReceivedMessage, Subscription, SubscriptionOptions } from '../message-log';
import { DELIVERY_MESSAGES_MAX, PartitionQueue } from '../partition-queue';
import { explainFailure } from './kafka-failure';
import type { KafkaSettings } from './kafka-options';
import { KafkaSession } from './kafka-session';

/** A partition is paused when more messages than this wait for its handler, and resumed at half of it. */
const WAITING_MESSAGES_MAX = 2 * DELIVERY_MESSAGES_MAX;
const COMMIT_INTERVAL_MS = 200;
const BACK_OFF: BackOff = { firstMs: 100, maxMs: 2_000 };
/** After a session that lasted this long the back-off begins again at its first wait. */
const GOOD_SESSION_MS = 10_000;

type SubscriptionMode = 'joining' | 'receiving' | 'waiting' | 'stopping' | 'stopped';

const TRANSITIONS: Transitions<SubscriptionMode> = {
  joining: ['receiving', 'waiting', 'stopping'],
  receiving: ['receiving', 'waiting', 'stopping'],
  waiting: ['joining', 'stopping'],
  stopping: ['stopped'],
  stopped: [],
};

/**
 * A member of a group that builds a new session after every failure, until it is stopped.
 *
 * joining (a session joins the group) → receiving (it is a member; again after each rebalance) → waiting (it failed: a
 * pause before the next one) → joining … A session can fail before it is a member. From each of these a stop leads to
 * stopping (deliveries end, the last commit is sent, the session leaves) and to stopped.
 */
export class KafkaSubscription implements Subscription {
  private readonly queues = new Map<number, PartitionQueue>();
  /**
   * The last delivery of each partition that was taken away: if the partition comes back, its next delivery waits for
   * it.
   */
  private readonly leftBehind = new Map<number, Promise<void>>();
  private readonly uncommitted = new Map<number, bigint>();
  private readonly stopping = new AbortController();
  private readonly modes = new Modes('kafka subscription', TRANSITIONS, 'joining');
  private session: KafkaSession | undefined;
  private failure: Error | undefined;
  private readonly done: Promise<void>;
  private readonly commits: NodeJS.Timeout;
  private stopped: Promise<void> | undefined;

  constructor(
    private readonly settings: KafkaSettings,
    private readonly options: SubscriptionOptions,
  ) {
    this.done = this.supervise();
    this.commits = setInterval(() => void this.flush(), COMMIT_INTERVAL_MS);
  }

  commit(partition: number, nextOffset: bigint): void {
    if (this.queues.has(partition)) this.uncommitted.set(partition, nextOffset);
  }

  async check(): Promise<void> {
    if (this.isStopped()) throw new LogUnavailableError('the subscription was stopped');
    if (this.failure) throw this.failure;
    if (!this.session) throw new LogUnavailableError('the subscription is starting');
    this.session.check();
  }

  stop(): Promise<void> {
    this.stopped ??= this.leave();
    return this.stopped;
  }

  private isStopped(): boolean {
    return this.modes.is('stopping') || this.modes.is('stopped');
  }

  private async leave(): Promise<void> {
    this.modes.to('stopping');
    this.stopping.abort();
    await Promise.all([...this.queues.values()].map((queue) => queue.drop()));
    clearInterval(this.commits);
    await this.flush();
    await this.session?.end();
    await this.done;
    this.modes.to('stopped');
  }

  private async supervise(): Promise<void> {
    let failures = 0;
    for (;;) {
      const startedMs = performance.now();
      const session = this.newSession();
      this.session = session;
      const failure = explainFailure(await session.run(), this.options.topic);
      if (this.isStopped()) return;
      this.modes.to('waiting');
      this.remember(failure);
      await session.end();
      if (performance.now() - startedMs > GOOD_SESSION_MS) failures = 0;
      await pause(backOffMs(failures, BACK_OFF), this.stopping.signal);
      if (this.isStopped()) return;
      this.modes.to('joining');
      failures += 1;
    }
  }

  private newSession(): KafkaSession {
    const { topic, group, instance } = this.options;
    const settings = { ...this.settings, clientId: `${this.settings.clientId}-${instance}` };
    const session: KafkaSession = new KafkaSession({
      settings,
      topic,
      group,
      listener: {
        joined: (partitions, count) => this.joined(session, partitions, count),
        received: (partition, messages) => this.received(session, partition, messages),
      },
    });
    return session;
  }

  /**
   * A partition that stays here keeps its waiting messages, although a new session begins at the last commit and
   * receives some of them again: a fetch from before the rebalance may still arrive, and continues after the waiting
   * messages.
   */
  private joined(session: KafkaSession, partitions: readonly number[], count: number): void {
    if (this.isStopped()) return;
    this.modes.to('receiving');
    for (const [partition, queue] of this.queues) {
      if (partitions.includes(partition)) continue;
      this.leftBehind.set(partition, queue.drop());
      this.queues.delete(partition);
      this.uncommitted.delete(partition);
    }
    this.options.handler.assigned(partitions, count);
    for (const partition of partitions) {
      const queue = this.queues.get(partition) ?? this.newQueue(partition);
      this.queues.set(partition, queue);
      session.setPaused(partition, queue.length > WAITING_MESSAGES_MAX);
    }
    if (this.failure) this.settings.log(`group "${this.options.group}" receives "${this.options.topic}" again`);
    this.failure = undefined;
  }

  private newQueue(partition: number): PartitionQueue {
    const queue: PartitionQueue = new PartitionQueue({
      partition,
      handler: this.options.handler,
      after: this.leftBehind.get(partition) ?? Promise.resolve(),
      onDelivered: () => {
        if (queue.length <= WAITING_MESSAGES_MAX / 2) this.session?.setPaused(partition, false);
      },
      onRejected: (error) =>
        this.settings.log(`partition ${partition}: handler failed, messages are delivered again: ${String(error)}`),
    });
    return queue;
  }

  private received(session: KafkaSession, partition: number, messages: readonly ReceivedMessage[]): void {
    const queue = this.queues.get(partition);
    if (!queue) return;
    queue.push(messages);
    if (queue.length > WAITING_MESSAGES_MAX) session.setPaused(partition, true);
  }

  private async flush(): Promise<void> {
    if (this.uncommitted.size === 0 || !this.session) return;
    const offsets = new Map(this.uncommitted);
    this.uncommitted.clear();
    await this.session.commit(offsets).catch(() => undefined); // the session ends with this error and reports it
  }

  private remember(failure: Error): void {
    if (failure.message !== this.failure?.message) {
      this.settings.log(`group "${this.options.group}" lost "${this.options.topic}": ${failure.message}`);
    }
    this.failure = failure;
  }
}
