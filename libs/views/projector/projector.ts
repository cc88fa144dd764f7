import type { Position } from '@firstwrite/event-store';
import { Deadline } from '@firstwrite/resilience';
import type { Pool } from 'pg';
import {
  CheckpointBoard,
  Checkpoints,
  type EventFeed,
  type EventSource,
  type Log,
  LogWindow,
  SharedFeed,
  StoreSource,
} from '@firstwrite/feed';
import type { Projections } from '../fold/projection';
import { BatchWriter } from '../write/batch-writer';
import { SharedTransaction } from '../write/shared-transaction';
import { ViewTable } from '../table/view-table';
import { ProjectionLoop } from './projection-loop';

/** What a projector follows, where it writes, and how it trades latency for batches. */
export interface ProjectorOptions {
  /**
   * Of the database that has the views, as the application's role. Its sessions should use
   * {@link projectorSessionOptions}.
   */
  readonly pool: Pool;
  readonly feed: EventFeed;
  readonly projections: Projections;
  /** The store that the feed belongs to. */
  readonly storeId: number;
  readonly log: Log;
  /** Where it tells how far it is; one of its own unless said otherwise. */
  readonly board?: CheckpointBoard;
  /** Of the projections that it keeps; all of them unless said otherwise. */
  readonly names?: readonly string[];
  /** The most events that are read, and written in one transaction, at once. */
  readonly batchEventsMax?: number;
  /** How often the feed is read when nobody wakes the projector. */
  readonly pollMs?: number;
  /** Under load the feed is read no more often than this: batches instead of latency. */
  readonly readEveryMsMin?: number;
  /** How long a view that another process projects may stay behind before it is taken over. */
  readonly fencedMs?: number;
  /** Follow a published log instead, as far as it goes, and read the feed for the rest. */
  readonly publishedLog?: {
    /** Told where a reader of the log may begin next time: all projections are beyond what came before. */
    readonly onPassed: (partition: number, nextOffset: bigint) => void;
  };
}

/**
 * Views are made of events, so a crash may lose the last moments of them: rows and checkpoint go back together and
 * are folded again. Startup options for the projector's sessions, beside the ones of the application's role.
 */
export const projectorSessionOptions = '-c synchronous_commit=off';

/**
 * Keeps the views of one store up to date by following its feed. Several may run on one database: one of them
 * projects a view, the others take over when it stops. A failure delays one view, the others by a tenth of a second
 * at most, and is retried for ever; it never concerns those who write.
 */
export class Projector {
  /** Where the projections are, for the reads that wait for them. */
  readonly board: CheckpointBoard;
  /** With a published log: where its segments go. */
  readonly window: LogWindow | undefined;
  private readonly names: readonly string[];
  private readonly pages: SharedFeed;
  private readonly source: EventSource;
  private readonly loops: readonly ProjectionLoop[];
  private running: Promise<unknown> | undefined;

  constructor(options: ProjectorOptions) {
    const { pool, feed, storeId, log, projections, names = projections.names } = options;
    const { batchEventsMax = 2_000, pollMs = 100, readEveryMsMin = 4, fencedMs = 1_000, publishedLog } = options;
    this.names = names;
    this.board = options.board ?? new CheckpointBoard();
    this.pages = new SharedFeed(feed, { pageEventsMax: batchEventsMax, pollMs, readEveryMsMin });
    this.window = publishedLog && this.windowOf(publishedLog, batchEventsMax, (event) => feed.eventOf(event));
    this.source = this.window ?? new StoreSource(this.pages);
    const checkpoints = new Checkpoints(pool, storeId);
    const shared = new SharedTransaction(pool, storeId);
    this.loops = names.map((name) => {
      const projection = projections.named(name);
      const table = new ViewTable(pool, projection);
      const writer = new BatchWriter({ pool, shared, projection, store: storeId });
      const { source, board } = this;
      return new ProjectionLoop({
        ...{ projection, table, writer, source, feed, pool, store: storeId, checkpoints, board, log, fencedMs },
        pieceEventsMax: batchEventsMax,
      });
    });
  }

  /** Starts following the feed; safe to repeat. The database need not answer yet. */
  start(): void {
    this.running ??= Promise.all(this.loops.map((loop) => loop.run()));
  }

  /**
   * Says that something was appended: the feed is read now instead of at the next poll. Cheap, and safe at any time.
   */
  wake(): void {
    this.pages.wake();
  }

  /** Finishes the batches that are being written. It cannot be started again. */
  async stop(): Promise<void> {
    for (const loop of this.loops) loop.stop();
    this.source.stop();
    await this.running;
  }

  /** Whether this process saw every projection at or after a position; waits for it at most this long. */
  async caughtUpTo(position: Position, { withinMs }: { readonly withinMs: number }): Promise<boolean> {
    const deadline = new Deadline(withinMs);
    for (const name of this.names) {
      while (!this.board.hasReached(name, position)) {
        if (deadline.isOver) return false;
        await this.board.moved(name, deadline.leftMs);
      }
    }
    return true;
  }

  private windowOf(
    { onPassed }: NonNullable<ProjectorOptions['publishedLog']>,
    pageEventsMax: number,
    eventOf: EventFeed['eventOf'],
  ): LogWindow {
    return new LogWindow({ history: this.pages, followers: this.names, pageEventsMax, eventOf, onPassed });
  }
}
