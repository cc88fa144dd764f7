import type { EventStore, IdempotencyKey, LoadedStream } from '@firstwrite/event-store';
import type { Model, AggregateState } from '../settle/aggregate';
import { KnownKeys, type Waiting } from '../settle/settle-command';
import type { StreamCache } from './stream-cache';
import { WorkingSet } from '../settle/working-set';

/** The most rounds of naming streams: a cancellation names the order first, then the order's stock. */
const NAMING_ROUNDS_MAX = 3;

/**
 * After a stream that was presumed new turned out to exist, this many batches presume nothing: one repeated request is
 * often followed by more.
 */
const BATCHES_WITHOUT_PRESUMPTION = 100;

export interface LoadedBatch {
  readonly states: WorkingSet;
  readonly keys: KnownKeys;
}

/**
 * Gathers the states and keys that a batch of commands is decided on: from the cache, and the rest in one round trip
 * for each round of naming streams.
 */
export class StreamLoader {
  /** The number of coming batches that presume no stream to be new. */
  private lookingFor = 0;

  constructor(
    private readonly store: EventStore,
    private readonly model: Model,
    private readonly cache: StreamCache,
  ) {}

  /** @throws StoreUnavailableError */
  async load(batch: readonly Waiting[]): Promise<LoadedBatch> {
    const states = new WorkingSet(this.model);
    const keys = new KnownKeys();
    const presumesNew = this.lookingFor === 0;
    if (!presumesNew) this.lookingFor -= 1;
    for (let round = 0; round < NAMING_ROUNDS_MAX; round += 1) {
      const known = states.size;
      const streams = this.missingStreams(batch, states, presumesNew);
      const wantedKeys = round === 0 ? missingKeys(batch, keys) : [];
      if (streams.length > 0 || wantedKeys.length > 0) await this.fetch(streams, wantedKeys, { states, keys });
      // States from the cache may name more streams, like fetched ones.
      if (states.size === known) break;
    }
    return { states, keys };
  }

  /** A batch was refused: one of its presumed new streams may exist, and so may those of the next batches. */
  presumedWrongly(): void {
    this.lookingFor = BATCHES_WITHOUT_PRESUMPTION;
  }

  /** Adds the cached and the presumed new streams. @returns the other streams */
  private missingStreams(batch: readonly Waiting[], states: WorkingSet, presumesNew: boolean): string[] {
    const missing = new Set<string>();
    for (const { decision, command, newStream } of batch) {
      for (const stream of decision.streams(command, { get: (stream) => this.known(stream, states) as never })) {
        if (states.has(stream) || missing.has(stream)) continue;
        if (this.addCached(stream, states)) continue;
        if (presumesNew && stream === newStream) states.add(stream, this.emptyState(stream));
        else missing.add(stream);
      }
    }
    return [...missing];
  }

  private addCached(stream: string, states: WorkingSet): boolean {
    const cached = this.cache.get(stream);
    if (cached) states.add(stream, cached);
    return cached !== undefined;
  }

  private known(stream: string, states: WorkingSet): unknown {
    return states.has(stream) ? states.get(stream) : undefined;
  }

  private async fetch(
    streams: readonly string[],
    wantedKeys: readonly IdempotencyKey[],
    { states, keys }: LoadedBatch,
  ): Promise<void> {
    const requests = streams.map((stream) => ({
      stream,
      snapshotSchemaVersion: this.aggregateOf(stream).snapshotSchemaVersion,
    }));
    const loaded = await this.store.load(requests, wantedKeys);
    streams.forEach((stream, at) => states.add(stream, this.fold(stream, loaded.streams[at])));
    wantedKeys.forEach((key, at) => keys.add(key, loaded.keys[at]));
  }

  private fold(stream: string, loaded: LoadedStream | undefined): AggregateState {
    const { evolve, initial } = this.aggregateOf(stream);
    const snapshot = loaded?.snapshot;
    let state = snapshot ? snapshot.state : initial;
    let version = snapshot?.version ?? 0;
    for (const event of loaded?.events ?? []) {
      version = event.version;
      state = evolve(state as never, this.model.decode(event) as never, version);
    }
    return { state, version, snapshotVersion: snapshot?.version ?? 0 };
  }

  private emptyState(stream: string): AggregateState {
    return { state: this.aggregateOf(stream).initial, version: 0, snapshotVersion: 0 };
  }

  private aggregateOf(stream: string) {
    const kind = this.model.kindOf(stream);
    const aggregate = this.model.aggregates[kind];
    if (!aggregate) throw new Error(`no aggregate for streams of kind ${kind}`);
    return aggregate;
  }
}

function missingKeys(batch: readonly Waiting[], keys: KnownKeys): IdempotencyKey[] {
  const wanted = batch.flatMap(({ idempotency }) =>
    idempotency && !keys.has(idempotency.key) ? [idempotency.key] : [],
  );
  return wanted;
}
