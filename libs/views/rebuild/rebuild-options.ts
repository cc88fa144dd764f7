import type { Projections } from '../fold/projection';
import type { Pool } from 'pg';
import type { EventFeed } from '@firstwrite/feed';

/** What a rebuild is at; each step begins after the one before, and `done` is the end. */
export type RebuildStep = 'fold' | 'catch-up' | 'compare' | 'swap' | 'done';

/** How far a step is that takes long. */
export interface RebuildProgress {
  readonly step: RebuildStep;
  readonly unit: 'events' | 'rows';
  readonly done: number;
  /** As counted at the start; more may be appended meanwhile. */
  readonly total: number;
}

/** Where a view and its events are. */
export interface RebuildOptions {
  /** Of the database that has the view and the events, as the application's role. */
  readonly pool: Pool;
  /** Of the same database and search path, as the owner of the view's tables: it makes tables and renames them. */
  readonly owner: Pool;
  readonly feed: EventFeed;
  readonly projections: Projections;
  readonly storeId: number;
  readonly onProgress?: (progress: RebuildProgress) => void;
  /** Called before each step, and at the end. An error of it ends the rebuild, and the live view stays as it is. */
  readonly onStep?: (step: RebuildStep) => void | Promise<void>;
  /** How long a swap is tried while others keep the view locked; a minute unless said otherwise. */
  readonly swapWithinMs?: number;
}

/** How a view was put in the place of the live one. */
export interface SwapReport {
  /** Streams that could not be folded: they wait, as `firstwrite parked` says. */
  readonly parkedStreams: number;
  /** How long the swap held back the feed's horizon, and with it all views. */
  readonly swapMs: number;
  /**
   * The longest of the other transactions that wrote, as this process saw it: on a busy machine most of that is
   * waiting for the processor.
   */
  readonly longestWriteMs: number;
}
