import { MissingEventsError, PoisonEventError, type NewlyParked } from './fold-errors';
import type { EventFeed, FeedEvent } from '@firstwrite/feed';
import type { VersionedRow } from './projection';
import { advance, emptyStream, foldStream, rowMadeBy, type Folding, type StreamState } from './stream-fold';

/** What is known about the streams of a batch before its first event. */
export interface KnownStreams {
  readonly stateOf: (stream: string) => StreamState | undefined;
  readonly isParked: (stream: string) => boolean;
}

/**
 * Folds a batch in memory. Only the next version of a stream is applied. A lower version is a duplicate. A higher one
 * is a gap: the stream is held until {@link fillGaps} has read the missing events from the store. An event that cannot
 * be folded parks its stream, and no other one.
 */
export class BatchFold {
  /** The new states of the streams that the batch changed. */
  readonly states = new Map<string, StreamState>();
  readonly parked = new Map<string, NewlyParked>();
  private readonly history: VersionedRow[] = [];
  private readonly heldUpTo = new Map<string, FeedEvent>();

  constructor(
    private readonly folding: Folding,
    private readonly known: KnownStreams,
  ) {}

  add(events: readonly FeedEvent[]): void {
    for (const event of events) {
      const { stream, version } = event;
      if (this.known.isParked(stream) || this.parked.has(stream)) continue;
      const state = this.stateOf(stream);
      if (this.heldUpTo.has(stream) || version > state.version + 1) this.heldUpTo.set(stream, event);
      else if (version === state.version + 1) this.apply(event, state);
    }
  }

  async fillGaps(feed: Pick<EventFeed, 'readStream'>): Promise<void> {
    for (const [stream, last] of this.heldUpTo) {
      const from = this.stateOf(stream);
      const onState = (state: StreamState) => this.reached(stream, state);
      try {
        const parts = { feed, ...this.folding };
        const { version } = await foldStream(parts, stream, { from, versionMax: last.version, onState });
        if (version < last.version) this.park(new PoisonEventError(last, new MissingEventsError(stream, last.version)));
      } catch (error) {
        if (!(error instanceof PoisonEventError)) throw error;
        this.park(error);
      }
    }
    this.heldUpTo.clear();
  }

  /** The rows to write: with `history` every row in the order of the fold, else the last row of each changed stream. */
  changedRows(): VersionedRow[] {
    if (this.folding.projection.keeps === 'history') return this.history;
    return [...this.states.values()].flatMap(({ row }) => (row ? [row] : []));
  }

  private stateOf(stream: string): StreamState {
    return this.states.get(stream) ?? this.known.stateOf(stream) ?? emptyStream;
  }

  private apply(event: FeedEvent, before: StreamState): void {
    try {
      this.reached(event.stream, advance(this.folding, before, event));
    } catch (error) {
      if (!(error instanceof PoisonEventError)) throw error;
      this.park(error);
    }
  }

  private reached(stream: string, state: StreamState): void {
    this.states.set(stream, state);
    const made = this.folding.projection.keeps === 'history' && rowMadeBy(state);
    if (made) this.history.push(made);
  }

  private park(poison: PoisonEventError): void {
    this.parked.set(poison.stream, poison);
  }
}
