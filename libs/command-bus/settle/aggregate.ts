/** An event as the deciders of the domain make it. */
export interface DecidedEvent {
  readonly type: string;
  readonly data: object;
}

/** Folds the streams of one kind into states. Pure. */
export interface Aggregate {
  readonly initial: unknown;
  /** @param version the version of the stream that `event` made */
  readonly evolve: (state: never, event: never, version: number) => unknown;
  /** The version of the state's shape: raise it when the shape changes, and old snapshots are ignored. */
  readonly snapshotSchemaVersion: number;
  /** The most states of this kind that stay in memory. */
  readonly cachedMax: number;
}

/** The domain, as the lane sees it. */
export interface Model {
  readonly aggregates: Readonly<Record<string, Aggregate>>;
  /** The key in `aggregates` of a stream. */
  kindOf(stream: string): string;
  encode(event: DecidedEvent): { readonly type: string; readonly data: object };
  decode(stored: { readonly type: string; readonly data: object }): DecidedEvent;
}

/** A stream's state at a version. */
export interface AggregateState {
  readonly version: number;
  readonly state: unknown;
  /** The version of the newest snapshot that is known to be saved. */
  readonly snapshotVersion: number;
}
