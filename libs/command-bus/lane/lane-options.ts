import type { EventStore, LeaseGuard } from '@firstwrite/event-store';
import type { Model } from '../settle/aggregate';

/** Callbacks by which the lane reports its work, for the metrics. */
export interface LaneObserver {
  /** A batch was appended. */
  batch(commands: number, events: number): void;
  /** The append of a batch failed. @param failure the reason of the AppendError */
  round(failure: string): void;
  /** Snapshots could not be saved; they are disposable. */
  snapshotFailed(error: unknown): void;
}

/** The store of a lane, the domain that it decides by, and its limits. One lane has one store. */
export interface LaneOptions {
  readonly store: EventStore;
  readonly model: Model;
  readonly observer: LaneObserver;
  /** Called after each commit that wrote events. */
  readonly onCommit: () => void;
  /** Called when a batch is formed; its append is guarded by the result. */
  readonly guards?: () => readonly LeaseGuard[];
  /** The most commands that may wait. */
  readonly queueMax?: number;
  /** How long an idempotency row is kept; null: for ever. */
  readonly idempotencyRetentionMs?: number | null;
}

/** Closes the queue early enough that admitted commands still meet the latency goal; reopens it with hysteresis. */
export const QUEUE_CLOSE_RATIO = 0.8;
export const QUEUE_REOPEN_RATIO = 0.6;

/** The bounds of a batch: larger batches only add latency, because the commit is shared by many commands already. */
export const BATCH_COMMANDS_MAX = 1_000;
export const BATCH_STREAMS_MAX = 10_000;

/**
 * The most rounds in which a batch is settled; each round but the first follows a conflict with another writer. The
 * second round starts at once; each later round starts after a random wait of up to {@link ROUND_DELAY_MS_MAX}.
 */
export const ROUNDS_MAX = 10;
export const ROUND_DELAY_MS_MAX = 50;

/** A snapshot is due when a stream has grown by this many events, so a cold load reads at most about this many. */
export const SNAPSHOT_EVERY_EVENTS = 500;
