import type { Projections } from '../fold/projection';
import type { Pool } from 'pg';
import type { EventFeed } from '@firstwrite/feed';

/** A step of a rebuild. Each one begins after the one before, and `done` is the end. */
export type RebuildStep = 'fold' | 'catch-up' | 'compare' | 'swap' | 'done';

/** The progress of a long step. */
export interface RebuildProgress {
  readonly step: RebuildStep;
  readonly unit: 'events' | 'rows';
  readonly done: number;
  /** As counted when the step began; more events may be appended meanwhile. */
  readonly total: number;
}

/** Where a view and its events are. */
export interface RebuildOptions {
  /** Connections to the database of the view and the events, as the application's role. */
  readonly pool: Pool;
  /**
   * Connections with the same database and search path, as the owner of the view's tables: creates and renames tables.
   */
  readonly owner: Pool;
  readonly feed: EventFeed;
  readonly projections: Projections;
  readonly storeId: number;
  readonly onProgress?: (progress: RebuildProgress) => void;
  /**
   * Called before each step, and at the end. An error that it throws ends the rebuild, and the live view stays as it
   * is.
   */
  readonly onStep?: (step: RebuildStep) => void | Promise<void>;
  /** How long a swap is tried while other sessions keep the view locked. Default: one minute. */
  readonly swapWithinMs?: number;
}

/** How a view was swapped in. */
export interface SwapReport {
  /** Streams that could not be folded and are parked; `firstwrite parked` lists them. */
  readonly parkedStreams: number;
  /** How long the swap held back the feed's horizon, and with it all views. */
  readonly swapMs: number;
  /**
   * The longest of the other writing transactions, as this process measured it: on a busy machine, most of that time is
   * waiting for the processor.
   */
  readonly longestWriteMs: number;
}
