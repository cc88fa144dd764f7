import type { Position } from './position';

/** An event to append, with the version that the writer expects it to get. */
export interface NewEvent {
  readonly stream: string;
  readonly version: number;
  readonly type: string;
  readonly data: object;
  readonly metadata: object;
}

/** An event that was committed; it never changes again. */
export interface StoredEvent extends NewEvent {
  readonly position: Position;
  /** Milliseconds since 1970 on the store's clock: the start of the transaction that appended it. */
  readonly recordedAtMs: number;
}

/** A point in a stream's history: right after the event of that version. */
export interface StreamVersion {
  readonly stream: string;
  /** 0: the stream is empty. */
  readonly version: number;
}

/** An assertion made in the append's transaction after the insert: this process still holds the lease at this epoch. */
export interface LeaseGuard {
  readonly lease: string;
  readonly epoch: number;
}

/** Identifies a command, so that it has one effect however often it is sent. Belongs to the stream that it is about. */
export interface IdempotencyKey {
  readonly stream: string;
  readonly scope: string;
  readonly operation: string;
  readonly key: string;
}

/** Written in the events' own transaction, after them. */
export interface IdempotencyRow extends IdempotencyKey {
  readonly fingerprint: string;
  /** The answer to the command; given again when the command is repeated. */
  readonly outcome: object;
  /** null: kept for ever. */
  readonly expiresAtMs: number | null;
}

/** What one append commits or refuses as a whole. */
export interface AppendBatch {
  /** Any order; the store sorts them by stream. */
  readonly events: readonly NewEvent[];
  /** Streams that decisions rested on without appending to them: still at these versions when the batch commits. */
  readonly confirm: readonly StreamVersion[];
  /** Captured when the batch was formed, not when it is sent. */
  readonly guards: readonly LeaseGuard[];
  readonly rows: readonly IdempotencyRow[];
}

/** The result of an append that committed. */
export interface AppendReceipt {
  /**
   * Of the batch's last event, or of the store's last committed event if the batch had none; undefined: empty store.
   */
  readonly position: Position | undefined;
}

/** A stream's state as it was at a version; disposable, never trusted over events. */
export interface Snapshot extends StreamVersion {
  /** The version of the state's shape: a reader ignores a snapshot of another version. */
  readonly schemaVersion: number;
  readonly state: object;
}

/** A stream to load, and the only snapshots of it that the caller can read. */
export interface StreamRequest {
  readonly stream: string;
  readonly snapshotSchemaVersion: number;
}

/** What a stream's current state is made from: the newest snapshot, if any, and all events after it. */
export interface LoadedStream {
  readonly snapshot: Snapshot | undefined;
  readonly events: readonly Pick<StoredEvent, 'version' | 'type' | 'data'>[];
}

/** The result of {@link EventStore.load}. */
export interface Loaded {
  /** In the order asked for. */
  readonly streams: readonly LoadedStream[];
  /** In the order asked for; undefined: the key is not known. */
  readonly keys: readonly (IdempotencyRow | undefined)[];
}

/** Which events of a stream to read: the first `limit` after a version. */
export interface ReadStreamOptions {
  /** Only events with a greater version; 0: from the first. */
  readonly after: number;
  readonly limit: number;
}

/** The identity of a store and of its incarnation. A position names its store and its era. */
export interface StoreIdentity {
  readonly storeId: number;
  readonly region: string;
  readonly era: number;
  /** Random: tells apart two incarnations that took the same ordinal. */
  readonly incarnation: string;
}

/**
 * The state of the store's transactions at one moment: every transaction committed by `atMs` has an id below
 * `committedBelow`. Once a horizon of the same era (often this one) has its `oldestOpen` at or above this
 * `committedBelow`, a feed that is then read to its end has given every event committed by `atMs`.
 */
export interface Horizon {
  /** Milliseconds since 1970 on the primary's clock. */
  readonly atMs: number;
  readonly era: number;
  /** The feed gives the events of transactions below it. Any open writing transaction of the server holds it back. */
  readonly oldestOpen: number;
  readonly committedBelow: number;
}

/** Events of many streams, append-only. Everything here is safe to call concurrently. */
export interface EventStore {
  readonly identity: StoreIdentity;

  /**
   * Whether this store is that incarnation now. Before a promotion or a restore it was another one, which may have had
   * events that this one never got. @throws StoreUnavailableError
   */
  isIncarnation(incarnation: string): Promise<boolean>;

  /**
   * Appends all events and rows, or none, in one round trip and one commit, if every stream is at the version before
   * its first event, every `confirm` holds and every guard too. An append that was sent is never cancelled.
   * @throws AppendError with the reason; unless it is `unknown`, nothing was written
   */
  append(batch: AppendBatch): Promise<AppendReceipt>;

  /**
   * Loads what a decision needs: streams and known keys, in one round trip. An empty stream has no events.
   * @throws StoreUnavailableError
   */
  load(streams: readonly StreamRequest[], keys: readonly IdempotencyKey[]): Promise<Loaded>;

  /** A stream's events in version order. @throws StoreUnavailableError */
  readStream(stream: string, options: ReadStreamOptions): Promise<StoredEvent[]>;

  /**
   * The store's events in commit order, from the first when `after` is undefined. Never skips an event: if an older
   * transaction is still open, the events after it are given by a later call. @throws StoreUnavailableError
   */
  readFeed(after: Position | undefined, limit: number): Promise<StoredEvent[]>;

  /**
   * How far the feed can be read now, and how far it must be read to include everything that is committed now.
   * @throws StoreUnavailableError
   */
  horizon(): Promise<Horizon>;

  /** Deletes idempotency rows that have expired, in pieces. @returns how many @throws StoreUnavailableError */
  deleteExpiredKeys(): Promise<number>;

  /**
   * Saves snapshots of committed versions. A snapshot that is older than the saved one of the same schema version
   * changes nothing.
   * @throws StoreUnavailableError
   */
  saveSnapshots(snapshots: readonly Snapshot[]): Promise<void>;
}
