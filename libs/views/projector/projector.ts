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
   * Connections to the views' database, as the application's role. Its sessions should use
   * {@link projectorSessionOptions}.
   */
  readonly pool: Pool;
  readonly feed: EventFeed;
  readonly projections: Projections;
  /** The store that the feed belongs to. */
  readonly storeId: number;
  readonly log: Log;
  /** Where the projector reports its positions. Default: a new board. */
  readonly board?: CheckpointBoard;
  /** The projections to keep up to date. Default: all. */
  readonly names?: readonly string[];
  /** The most events in one read of the feed, and in one transaction of a projection. */
  readonly batchEventsMax?: number;
  /** How often the feed is read without a wake-up. */
  readonly pollMs?: number;
  /** The shortest time between two reads of the feed: under load, larger batches instead of lower latency. */
  readonly readEveryMsMin?: number;
  /** How long the view of another process may stay behind before this projector takes it over. */
  readonly fencedMs?: number;
  /** Follows a published log, and reads the feed only for events that the log does not have. */
  readonly publishedLog?: {
    /**
     * Called with the offset at which a reader of the log may begin next time: all projections have passed what is
     * before.
     */
    readonly onPassed: (partition: number, nextOffset: bigint) => void;
  };
}

/**
 * Startup options for the projector's sessions, in addition to those of the application's role. Commits are
 * asynchronous, so a crash of the database may lose the last ones. Rows and checkpoint are lost together. The projector
 * notices that by its lost connections, and by a checkpoint that is not where it left it; it folds the events again.
 */
export const projectorSessionOptions = '-c synchronous_commit=off';

/**
 * Keeps the views of one store up to date by following its feed. Several projectors may run on one database: one of
 * them projects a view, and the others take over when it stops. A failure of one view is retried for ever. It delays
 * the other views by 100 ms at most, and commands not at all.
 */
export class Projector {
  /** The positions of the projections, for waiting reads. */
  readonly board: CheckpointBoard;
  /** Receives the segments of the published log; undefined without one. */
  readonly window: LogWindow | undefined;
  private readonly names: readonly string[];
  private readonly pages: SharedFeed;
  private readonly source: EventSource;
  private readonly loops: readonly ProjectionLoop[];
  private readonly pool: Pool;
  private readonly doubt = (): void => {
    for (const loop of this.loops) loop.doubt();
    this.source.interrupt();
  };
  private running: Promise<unknown> | undefined;

  constructor(options: ProjectorOptions) {
    const { pool, feed, storeId, log, projections, names = projections.names } = options;
    const { batchEventsMax = 2_000, pollMs = 100, readEveryMsMin = 4, fencedMs = 1_000, publishedLog } = options;
    this.names = names;
    this.pool = pool;
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
        onFailure: this.doubt,
      });
    });
    // An idle connection was lost: no loop has a query that would fail.
    pool.on('error', this.doubt);
  }

  /** Starts following the feed; safe to repeat. The database need not answer yet. */
  start(): void {
    this.running ??= Promise.all(this.loops.map((loop) => loop.run()));
  }

  /** Reads the feed now instead of at the next poll, because events were appended. Cheap, and safe at any time. */
  wake(): void {
    this.pages.wake();
  }

  /** Stops after the batches in progress are written. A stopped projector cannot be started again. */
  async stop(): Promise<void> {
    this.pool.off('error', this.doubt);
    for (const loop of this.loops) loop.stop();
    this.source.stop();
    await this.running;
  }

  /** Whether this process has seen every projection at or after a position. Waits for it, at most `withinMs`. */
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
