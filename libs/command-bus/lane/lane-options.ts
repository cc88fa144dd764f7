import type { EventStore, LeaseGuard } from '@firstwrite/event-store';
import type { Model } from '../settle/aggregate';

/** What the lane tells of its work; see the metrics. */
export interface LaneObserver {
  /** A batch was appended. */
  batch(commands: number, events: number): void;
  /** A batch wrote nothing and is settled again. */
  round(failure: string): void;
  /** Snapshots could not be kept; they are disposable. */
  snapshotFailed(error: unknown): void;
}

/** What a lane writes to, the domain that it decides by, and its limits. One lane has one store. */
export interface LaneOptions {
  readonly store: EventStore;
  readonly model: Model;
  readonly observer: LaneObserver;
  /** Called after each commit that wrote events. */
  readonly onCommit: () => void;
  /** Captured for a batch when it is formed. */
  readonly guards?: () => readonly LeaseGuard[];
  /** Commands that may wait. */
  readonly queueMax?: number;
  /** How long an idempotency row is kept; null: for ever. */
  readonly idempotencyRetentionMs?: number | null;
}

/** 0.8 / 0.6 of the queue: close early enough that what is admitted still meets the latency goal, reopen with hysteresis. */
export const QUEUE_CLOSE_RATIO = 0.8;
export const QUEUE_REOPEN_RATIO = 0.6;

/** One batch's bounds: more would only add latency, as the commit's cost is spread thin already. */
export const BATCH_COMMANDS_MAX = 1_000;
export const BATCH_STREAMS_MAX = 10_000;

/** Rounds a batch is settled again after other writers were first; the first is immediate, the others wait up to {@link ROUND_DELAY_MS_MAX}. */
export const ROUNDS_MAX = 10;
export const ROUND_DELAY_MS_MAX = 50;

/** A snapshot is due when a stream has grown by this many events: a cold load then reads at most about as many. */
export const SNAPSHOT_EVERY_EVENTS = 500;
