import type { Position, StoreIdentity } from '@firstwrite/event-store';
import { topicOf } from '@firstwrite/published-log';
import { backOffMs, Modes, pause, type Transitions } from '@firstwrite/resilience';
import { FeedReader } from './feed/feed-reader';
import { Leadership } from './leadership/leadership';
import { PagePublisher, type PublishingRight } from './publishing/page-publisher';
import { PartitionCount } from './publishing/partition-count';
import {
  BACK_OFF,
  DEFAULT_TUNING,
  type RelayFacts,
  type RelayMode,
  type RelayOptions,
  type RelayTuning,
} from './relay-options';

/** The feed is read at the active pace for this long after the last event. */
const ACTIVE_FOR_MS = 250;
/** A leader is unhealthy when its last round is older than this, whatever the reason. */
const STALLED_AFTER_MS = 10_000;
/** Of consecutive failures one in this many is logged. */
const LOGGED_ONE_IN = 20;

const TRANSITIONS: Transitions<RelayMode> = {
  stopped: ['standby'],
  standby: ['leading', 'stopped'],
  leading: ['standby'],
};

/** A leader's time, from the claim of the checkpoint to the loss of the lease. */
interface Term extends PublishingRight {
  readonly leadership: Leadership;
  readonly reader: FeedReader;
  position: Position;
  publishedAtMs: number;
  activeAtMs: number;
}

/**
 * Publishes a store's feed as segments to the store's topic, in order, and keeps its checkpoint in the store. Only one
 * of a store's relays publishes at a time. It skips nothing: a round that fails is tried again until it succeeds, and
 * the next one waits.
 *
 * stopped → standby (started: it asks for the lease again and again) → leading (it has the lease and has claimed the
 * checkpoint) → standby (it lost the lease, cannot reach the database, or was stopped) → … → stopped (only from
 * standby).
 */
export class Relay {
  private readonly tuning: RelayTuning;
  private readonly partitionCount: PartitionCount;
  private readonly publisher: PagePublisher;
  private readonly stopping = new AbortController();
  private readonly modes = new Modes('relay', TRANSITIONS, 'stopped');
  private running: Promise<void> | undefined;
  private term: Term | undefined;
  private failure: Error | undefined;
  private declareOutdated: (error: Error) => void = () => undefined;
  /** Resolves, once, when followers would reject everything that this relay publishes: its process must restart. */
  readonly outdated = new Promise<Error>((resolve) => (this.declareOutdated = resolve));
  /** As of the start: the store's own follows a promotion. */
  private readonly identity: StoreIdentity;
  private readonly counts = { eventsPublished: 0, roundsPublished: 0, failures: 0 };

  constructor(private readonly options: RelayOptions) {
    const { log, store } = options;
    this.identity = store.identity;
    const topic = topicOf(this.identity.storeId);
    this.tuning = { ...DEFAULT_TUNING, ...options.tuning };
    this.partitionCount = new PartitionCount(log, topic, this.tuning.partitionsEveryMs);
    this.publisher = new PagePublisher({
      log,
      topic,
      identity: this.identity,
      partitionCount: this.partitionCount,
      onAttempt: (failure, attempt) => this.noteAttempt('publishing', failure, attempt),
    });
  }

  /** Begins; the store and the log may still be unreachable. */
  start(): void {
    this.running ??= this.run();
  }

  /** Ends the publishes in flight, within seconds, and frees the lease for the next relay at once. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  /**
   * Resolves while the relay leads or stands by without failures.
   * @throws the last failure of the store or the log, or an error that says that it stalled or does not run
   */
  async check(): Promise<void> {
    if (this.failure) throw this.failure;
    if (this.modes.is('stopped') || this.stopping.signal.aborted) throw new Error('the relay is not running');
    const silentMs = this.term ? performance.now() - this.term.publishedAtMs : 0;
    if (silentMs > STALLED_AFTER_MS) throw new Error(`the relay has published nothing for ${Math.round(silentMs)} ms`);
  }

  get facts(): RelayFacts {
    return {
      state: this.modes.current,
      epoch: this.term?.leadership.guard.epoch,
      position: this.term?.position,
      lagMs: this.term?.reader.lagMs,
      ...this.counts,
    };
  }

  private async run(): Promise<void> {
    const { leases, instance } = this.options;
    const { leaseTtlMs, renewEveryMs, standbyPollMs } = this.tuning;
    const lease = { leases, name: `relay/${this.identity.storeId}`, owner: instance, ttlMs: leaseTtlMs, renewEveryMs };
    this.modes.to('standby');
    for (let failures = 0; !this.stopping.signal.aborted;) {
      try {
        await this.requirePresentIncarnation();
        const leadership = await Leadership.acquire(lease);
        this.noteAttempt('taking the lead', undefined, failures);
        failures = 0;
        if (leadership) await this.lead(leadership);
      } catch (error) {
        this.noteAttempt('reading the store', error, failures);
        failures += 1;
      }
      await pause(failures > 0 ? backOffMs(failures, BACK_OFF) : standbyPollMs, this.stopping.signal);
    }
    this.modes.to('stopped');
  }

  /**
   * Checked before each term. That suffices: a promotion or a restore of the database breaks connections, and so ends
   * the current term.
   */
  private async requirePresentIncarnation(): Promise<void> {
    if (await this.options.store.isIncarnation(this.identity.incarnation)) return;
    const error = new Error('the store was promoted or restored since this relay started: it must be restarted');
    this.declareOutdated(error);
    throw error;
  }

  private async lead(leadership: Leadership): Promise<void> {
    const { checkpoints, logger } = this.options;
    const { guard } = leadership;
    try {
      const position = await checkpoints.claim(this.identity.storeId, guard);
      if (position) await this.publishFrom(position, leadership);
    } finally {
      await leadership.end();
      logger.info({ epoch: guard.epoch }, 'stands by');
    }
  }

  private async publishFrom(position: Position, leadership: Leadership): Promise<void> {
    const term = this.newTerm(position, leadership);
    this.modes.to('leading');
    this.term = term;
    try {
      this.options.logger.info({ epoch: leadership.guard.epoch, position }, 'leads: publishes the feed');
      while (term.isHeld && (await this.round(term)));
    } finally {
      this.term = undefined;
      this.modes.to('standby');
    }
  }

  private newTerm(position: Position, leadership: Leadership): Term {
    const over = AbortSignal.any([this.stopping.signal, leadership.lost]);
    const startedAtMs = performance.now();
    return {
      leadership,
      reader: new FeedReader(this.options.store, position, this.tuning.pageEventsMax),
      position,
      over,
      get isHeld() {
        return leadership.isHeld && !over.aborted;
      },
      publishedAtMs: startedAtMs,
      activeAtMs: startedAtMs,
    };
  }

  /** @returns false when another relay has taken over, or this one stops */
  private async round(term: Term): Promise<boolean> {
    const { activePollMs, idlePollMs, watermarkEveryMs } = this.tuning;
    const { checkpoints, onStep } = this.options;
    const now = performance.now();
    const dueInMs = term.publishedAtMs + watermarkEveryMs - now;
    const active = now - term.activeAtMs < ACTIVE_FOR_MS;
    const page = await term.reader.next({ fresh: active || dueInMs <= 0 });
    if (page.events.length === 0 && dueInMs > 0) {
      await pause(Math.min(active ? activePollMs : idlePollMs, dueInMs), term.over);
      return true;
    }
    await onStep?.('before-publish');
    const publishingAtMs = performance.now();
    const bytes = await this.publisher.publish(page, term);
    if (bytes === undefined) return false;
    await onStep?.('published');
    if (page.events.length > 0 && !(await checkpoints.advance(page.to, term.leadership.guard))) return false;
    await onStep?.('checkpointed');
    term.reader.taken(page, bytes);
    term.position = page.to;
    term.publishedAtMs = publishingAtMs;
    this.counts.roundsPublished += 1;
    this.counts.eventsPublished += page.events.length;
    if (page.events.length === 0) return true;
    term.activeAtMs = performance.now();
    if (!page.full) await pause(activePollMs, term.over);
    return true;
  }

  private noteAttempt(what: string, failure: unknown, attempt: number): void {
    const { logger } = this.options;
    if (failure === undefined) {
      if (attempt > 0) logger.info({ attempts: attempt }, `${what}: works again`);
      this.failure = undefined;
      return;
    }
    this.failure = failure instanceof Error ? failure : new Error('not an error', { cause: failure });
    this.counts.failures += 1;
    if (attempt % LOGGED_ONE_IN === 0) logger.warn({ err: this.failure, attempt }, `${what}: failed, tries again`);
  }
}
