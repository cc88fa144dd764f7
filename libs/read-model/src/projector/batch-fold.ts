import { emptyStream, foldStream, type StreamState } from '../projections/stream-fold';
import type { ProjectedEvent } from '../projections/projected-event';
import type { Projection, VersionedRow } from '../projections/projection';
import type { EventFeed } from '../ports';

/** The store does not have the events between a row and the next event of the feed. */
export class MissingEventsError extends Error {
  readonly code = 'missing-events';
  constructor(stream: string, version: number) {
    super(`${stream}: no events up to version ${version} in the store`);
  }
}

/**
 * Folds a batch in memory. Only version + 1 is applied: lower is a duplicate; higher is a gap, and its stream is held until
 * {@link fillGaps} has read it from the store.
 */
export class BatchFold {
  /** Of the streams that the batch changed. */
  readonly states = new Map<string, StreamState>();
  private readonly history: VersionedRow[] = [];
  private readonly heldUpTo = new Map<string, number>();

  constructor(
    private readonly projection: Projection,
    private readonly known: (stream: string) => StreamState | undefined,
  ) {}

  add(events: readonly ProjectedEvent[]): void {
    for (const event of events) {
      const { stream, version } = event;
      const state = this.stateOf(stream);
      if (this.heldUpTo.has(stream) || version > state.version + 1) this.heldUpTo.set(stream, version);
      else if (version === state.version + 1) this.advance(event, state);
    }
  }

  /** @throws MissingEventsError */
  async fillGaps(feed: Pick<EventFeed, 'readStream'>): Promise<void> {
    const { projection } = this;
    for (const [stream, versionMax] of this.heldUpTo) {
      const from = this.stateOf(stream);
      const state = await foldStream({ feed, projection }, stream, {
        from,
        versionMax,
        onRow: (row) => this.keep(row),
      });
      if (state.version < versionMax) throw new MissingEventsError(stream, versionMax);
      this.states.set(stream, state);
    }
    this.heldUpTo.clear();
  }

  /** What is to be written, in the order of the streams' first change. */
  changedRows(): VersionedRow[] {
    if (this.projection.keeps === 'history') return this.history;
    return [...this.states.values()].flatMap(({ row }) => (row ? [row] : []));
  }

  private stateOf(stream: string): StreamState {
    return this.states.get(stream) ?? this.known(stream) ?? emptyStream;
  }

  private advance(event: ProjectedEvent, { row: before }: StreamState): void {
    const row = this.projection.apply(before, event);
    this.states.set(event.stream, { version: event.version, row });
    if (row) this.keep(row);
  }

  private keep(row: VersionedRow): void {
    if (this.projection.keeps === 'history') this.history.push(row);
  }
}
