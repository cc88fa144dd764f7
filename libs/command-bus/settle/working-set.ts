import type { NewEvent, StreamVersion } from '@firstwrite/event-store';
import type { Model, AggregateState } from './aggregate';
import type { States, StreamChange } from './decision';

interface Entry {
  readonly loadedVersion: number;
  current: AggregateState;
  /** Whether a decision read this stream: its loaded version must hold at the commit if nothing is appended to it. */
  restedOn: boolean;
}

/** The states that one batch is decided on: as loaded, then as the decisions of the batch changed them. */
export class WorkingSet implements States {
  private readonly entries = new Map<string, Entry>();
  /** The states of the changed streams before the current command. */
  private readonly before = new Map<Entry, AggregateState>();
  readonly events: NewEvent[] = [];

  constructor(private readonly model: Model) {}

  get size(): number {
    return this.entries.size;
  }

  has(stream: string): boolean {
    return this.entries.has(stream);
  }

  add(stream: string, loaded: AggregateState): void {
    if (!this.entries.has(stream)) {
      this.entries.set(stream, { loadedVersion: loaded.version, current: loaded, restedOn: false });
    }
  }

  get<State>(stream: string): State {
    return this.entry(stream).current.state as State;
  }

  versionOf(stream: string): number {
    return this.entry(stream).current.version;
  }

  /** Runs the work of one command; when it throws, the batch is restored to its state before. */
  attempt<Result>(work: () => Result): Result {
    const eventsBefore = this.events.length;
    this.before.clear();
    try {
      return work();
    } catch (error) {
      this.events.length = eventsBefore;
      for (const [entry, current] of this.before) entry.current = current;
      throw error;
    }
  }

  /** Adds a decision's events to the batch, and makes its states the base of the decisions after it. */
  apply(changes: readonly StreamChange[], metadata: object): void {
    for (const { stream, events } of changes) {
      const entry = this.entry(stream);
      if (!this.before.has(entry)) this.before.set(entry, entry.current);
      const { evolve } = this.model.aggregates[this.model.kindOf(stream)] ?? {};
      let { version, state } = entry.current;
      for (const event of events) {
        version += 1;
        state = evolve?.(state as never, event as never, version);
        const { type, data } = this.model.encode(event);
        this.events.push({ stream, version, type, data, metadata });
      }
      entry.current = { ...entry.current, version, state };
    }
  }

  restOn(streams: readonly string[]): void {
    for (const stream of streams) this.entry(stream).restedOn = true;
  }

  /** The streams that decisions read and the batch does not append to: the fence does not guard them. */
  confirmations(): StreamVersion[] {
    const confirm: StreamVersion[] = [];
    for (const [stream, { restedOn, loadedVersion, current }] of this.entries) {
      if (restedOn && current.version === loadedVersion) confirm.push({ stream, version: loadedVersion });
    }
    return confirm;
  }

  streams(): Iterable<string> {
    return this.entries.keys();
  }

  *states(): Iterable<[string, AggregateState]> {
    for (const [stream, { current }] of this.entries) yield [stream, current];
  }

  private entry(stream: string): Entry {
    const entry = this.entries.get(stream);
    if (!entry) throw new Error(`a decision looked at ${stream}, which it did not name`);
    return entry;
  }
}
