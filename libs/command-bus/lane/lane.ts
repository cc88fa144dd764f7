import { AppendError, StoreUnavailableError, type AppendReceipt } from '@firstwrite/event-store';
import { jitterMs, Modes, pause, type Transitions } from '@firstwrite/resilience';
import { settleCommand, type SettleContext, type Outcome, type Waiting } from '../settle/settle-command';
import type { Settled, Submission } from '../settle/decision';
import { CommandUnavailableError, OutcomeUnknownError, UnstorableCommandError } from '../errors';
import { VersionConflictError, withUnseenEvents } from '../conflict/expectation';
import { ROUND_DELAY_MS_MAX, ROUNDS_MAX, type LaneOptions } from './lane-options';
import { LaneQueue } from './lane-queue';
import { SnapshotWriter } from './snapshot-writer';
import { StreamCache } from './stream-cache';
import { StreamLoader, type LoadedBatch } from './stream-loader';

const QUEUE_MAX = 10_000;
/** Long enough for any retry of a client, short enough that the table stays small. */
const IDEMPOTENCY_RETENTION_MS = 7 * 24 * 3_600_000;

type LaneMode = 'idle' | 'running' | 'stopping' | 'stopped';

const TRANSITIONS: Transitions<LaneMode> = {
  idle: ['running', 'stopped'],
  running: ['idle', 'stopping'],
  stopping: ['stopped'],
  stopped: [],
};

/**
 * The single sequencer of a process and store. It takes the commands that wait when its connection is free, decides
 * them in order on speculative states, appends all their events at once, and answers after the commit. That commit
 * confirms or fences the versions that the commands were decided on.
 *
 * idle: no command waits. running: batch after batch, until no command waits. stopping: the same, while new commands
 * are refused. stopped: new commands are refused. A command takes the lane from idle to running, and an empty queue
 * takes it back. A stop takes it from idle to stopped, or from running through stopping to stopped.
 */
export class Lane {
  private readonly queue: LaneQueue;
  private readonly cache: StreamCache;
  private readonly loader: StreamLoader;
  private readonly snapshots: SnapshotWriter;
  private readonly modes = new Modes('lane', TRANSITIONS, 'idle');
  private running: Promise<void> = Promise.resolve();
  private explained: Promise<void> = Promise.resolve();

  constructor(private readonly options: LaneOptions) {
    const { store, model, observer, queueMax = QUEUE_MAX } = options;
    this.queue = new LaneQueue(queueMax);
    this.cache = new StreamCache(model);
    this.loader = new StreamLoader(store, model, this.cache);
    this.snapshots = new SnapshotWriter(store, model, this.cache, observer);
  }

  /** Commands that wait for their batch. */
  get waiting(): number {
    return this.queue.length;
  }

  /** The fill level of the queue, 0 … 1: from 0.8 on new commands are refused until it is below 0.6. */
  get pressure(): number {
    return this.queue.pressure;
  }

  /**
   * Resolves once the command's effects are durable.
   * @throws a Rejection, VersionConflictError, LaneFullError, IdempotencyKeyReusedError: nothing was written
   * @throws CommandUnavailableError nothing was written; OutcomeUnknownError: all of it or nothing was written
   */
  submit<Command, Reply>(submission: Submission<Command, Reply>): Promise<Settled<Reply>> {
    if (this.modes.is('stopping') || this.modes.is('stopped')) {
      return Promise.reject(new CommandUnavailableError('the service is stopping'));
    }
    return new Promise((resolve, reject) => {
      const waiting = { resolve, reject, ...submission } as unknown as Waiting;
      this.queue.push(waiting);
      if (this.modes.is('idle')) this.running = this.run();
    });
  }

  /** Refuses new commands, and resolves when the waiting ones are answered. */
  async stop(): Promise<void> {
    if (this.modes.is('idle')) this.modes.to('stopped');
    else if (this.modes.is('running')) this.modes.to('stopping');
    await this.running;
    await this.explained;
    await this.snapshots.idle();
  }

  private async run(): Promise<void> {
    this.modes.to('running');
    // One turn of the event loop, so that requests that arrived together share the first batch.
    await new Promise(setImmediate);
    try {
      while (this.queue.length > 0) await this.settle(this.queue.take());
    } finally {
      // In the same turn of the event loop as the last check of the queue: a command submitted between the two would
      // never be decided.
      this.modes.to(this.modes.is('stopping') ? 'stopped' : 'idle');
    }
  }

  private async settle(taken: readonly Waiting[]): Promise<void> {
    let batch = taken;
    for (let round = 1; round <= ROUNDS_MAX; round += 1) {
      const formed = await this.loadAndDecide(batch);
      if (!formed) return;
      // Leaves out the commands that were put back into the queue: they would be decided twice.
      batch = formed.batch;
      try {
        const receipt = await this.append(formed);
        this.conclude(formed, receipt);
        return;
      } catch (error) {
        this.cache.forget(formed.loaded.states.streams());
        const failure = error instanceof AppendError ? error : new AppendError('unknown', 'unexpected', error);
        this.options.observer.round(failure.failure);
        const again = await this.recover(formed, failure, round);
        if (!again) return;
      }
    }
    refuseAll(batch, new CommandUnavailableError('other writers were first, again and again'));
  }

  private async loadAndDecide(batch: readonly Waiting[]): Promise<Formed | undefined> {
    const guards = this.options.guards?.() ?? [];
    try {
      const loaded = await this.loader.load(batch);
      const { idempotencyRetentionMs = IDEMPOTENCY_RETENTION_MS } = this.options;
      const expiresAtMs = idempotencyRetentionMs === null ? null : Date.now() + idempotencyRetentionMs;
      return { loaded, guards, ...this.decideAll(batch, { expiresAtMs, ...loaded }) };
    } catch (error) {
      if (error instanceof StoreUnavailableError) {
        refuseAll(batch, new CommandUnavailableError('the event store cannot be reached', error));
      } else await this.split(batch, error);
      return undefined;
    }
  }

  /** A command waits for the next batch if it names a stream only because of an earlier command of this batch. */
  private decideAll(batch: readonly Waiting[], context: SettleContext): Decided {
    const decided: Waiting[] = [];
    const deferred: Waiting[] = [];
    const outcomes: Outcome[] = [];
    for (const waiting of batch) {
      const streams = waiting.decision.streams(waiting.command, context.states);
      if (streams.every((stream) => context.states.has(stream))) {
        decided.push(waiting);
        outcomes.push(settleCommand(waiting, streams, context));
      } else deferred.push(waiting);
    }
    if (decided.length === 0) throw new Error('no command of the batch could be loaded');
    this.queue.putBack(deferred);
    return { batch: decided, outcomes };
  }

  private append({ loaded: { states, keys }, guards }: Formed): Promise<AppendReceipt> {
    return this.options.store.append({
      events: states.events,
      confirm: states.confirmations(),
      guards,
      rows: keys.written,
    });
  }

  private conclude({ batch, loaded: { states }, outcomes }: Formed, { position }: AppendReceipt): void {
    for (const [stream, state] of states.states()) {
      this.snapshots.committed(stream, this.cache.set(stream, state));
    }
    this.options.observer.batch(batch.length, states.events.length);
    if (states.events.length > 0) this.options.onCommit();
    batch.forEach((waiting, at) => {
      const outcome = outcomes[at];
      if (outcome?.kind === 'answer') {
        const { answer, replayed } = outcome;
        waiting.resolve({ position, replayed, ...answer });
      } else this.refuse(waiting, outcome?.error);
    });
  }

  /**
   * The unseen events are read for one conflict at a time: this takes one connection, and leaves the others to the
   * appends.
   */
  private refuse(waiting: Waiting, error: unknown): void {
    if (!(error instanceof VersionConflictError)) {
      waiting.reject(error);
      return;
    }
    this.explained = this.explained
      .then(() => withUnseenEvents(error, this.options.store))
      .then(waiting.reject, (cause: unknown) => {
        waiting.reject(new CommandUnavailableError('the event store cannot be reached', cause));
      });
  }

  /** @returns whether to settle the batch again */
  private async recover({ batch, outcomes }: Formed, error: AppendError, round: number): Promise<boolean> {
    switch (error.failure) {
      case 'fence':
      case 'confirm':
        this.loader.presumedWrongly();
        if (round > 1) await pause(jitterMs(ROUND_DELAY_MS_MAX));
        return true;
      case 'promoted':
        // The cache is of a former incarnation: the promotion may have lost any event of it.
        this.cache.clear();
        this.loader.presumedWrongly();
        return true;
      case 'key':
      case 'deadlock':
        if (round > 1) await pause(jitterMs(ROUND_DELAY_MS_MAX));
        return true;
      case 'data':
        await this.split(batch, new UnstorableCommandError(error));
        return false;
      case 'lock-timeout':
        await this.split(batch, new CommandUnavailableError('another writer holds the stream', error));
        return false;
      case 'superseded':
      case 'unavailable':
        refuseAll(batch, new CommandUnavailableError('the event store refused the batch', error));
        return false;
      case 'unknown':
        refuseUnknown(batch, outcomes, error);
        return false;
    }
  }

  /** Halves a batch until the command that blocks it is alone, and refuses that command. */
  private async split(batch: readonly Waiting[], refusal: unknown): Promise<void> {
    const [only, second] = batch;
    if (only && !second) {
      only.reject(refusal);
      return;
    }
    const half = Math.ceil(batch.length / 2);
    await this.settle(batch.slice(0, half));
    await this.settle(batch.slice(half));
  }
}

interface Decided {
  readonly batch: readonly Waiting[];
  /** One per command. */
  readonly outcomes: readonly Outcome[];
}

interface Formed extends Decided {
  readonly loaded: LoadedBatch;
  readonly guards: ReturnType<NonNullable<LaneOptions['guards']>>;
}

function refuseAll(batch: readonly Waiting[], error: Error): void {
  for (const { reject } of batch) reject(error);
}

/** Commands that would have written may have done so. The others were not confirmed, and are safe to send again. */
function refuseUnknown(batch: readonly Waiting[], outcomes: readonly Outcome[], cause: Error): void {
  batch.forEach(({ reject, subject }, at) => {
    const outcome = outcomes[at];
    const wrote = outcome?.kind === 'answer' && outcome.wrote;
    reject(
      wrote ? new OutcomeUnknownError(subject, cause) : new CommandUnavailableError('the connection was lost', cause),
    );
  });
}
