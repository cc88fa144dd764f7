/** An event as deciders know it. */
export interface DecidedEvent {
  readonly type: string;
  readonly data: object;
}

/** How the streams of one kind become states. Pure. */
export interface Aggregate {
  readonly initial: unknown;
  /** @param version the version of the stream that `event` made */
  readonly evolve: (state: never, event: never, version: number) => unknown;
  /** Of the state's shape; raise it when the shape changes, and old snapshots are ignored. */
  readonly snapshotSchemaVersion: number;
  /** How many states of this kind stay in memory. */
  readonly cachedMax: number;
}

/** All the lane needs to know about the domain. */
export interface Model {
  readonly aggregates: Readonly<Record<string, Aggregate>>;
  /** The key in `aggregates` of a stream. */
  kindOf(stream: string): string;
  encode(event: DecidedEvent): { readonly type: string; readonly data: object };
  decode(stored: { readonly type: string; readonly data: object }): DecidedEvent;
}

/** A stream's state at a version. */
export interface StreamState {
  readonly version: number;
  readonly state: unknown;
  /** Of the newest snapshot that is known to be kept. */
  readonly snapshotVersion: number;
}
