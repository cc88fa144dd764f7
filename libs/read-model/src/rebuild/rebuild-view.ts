import type { Pool } from 'pg';
import type { EventFeed } from '../ports';
import { projectionNamed, type ProjectionName } from '../projections/catalogue';
import { nothingDiscarded } from '../projections/discarded-events';
import { BatchFold } from '../projector/batch-fold';
import { PieceSize } from '../projector/piece-size';
import type { StreamState } from '../projections/stream-fold';
import { ViewTable } from '../views/view-table';
import { sweepOrphans } from './orphan-sweep';
import { StreamPages } from './stream-pages';
import { settleStreams, type SettlingParts } from './stream-settling';

/** How far a rebuild is; told after each batch. */
export interface RebuildProgress {
  readonly eventsDone: number;
  /** As counted at the start; more may be appended meanwhile. */
  readonly eventsTotal: number;
}

/** Where the view and its events are, and how much of them is taken at once. */
export interface RebuildOptions {
  /** Of the database that has the view and the events, as the application's role. */
  readonly pool: Pool;
  readonly feed: Pick<EventFeed, 'readStream'>;
  readonly storeId: number;
  readonly onProgress?: (progress: RebuildProgress) => void;
  readonly batchEventsMax?: number;
}

/** What a finished rebuild went through and removed. */
export interface RebuildReport {
  readonly events: number;
  /** Rows that no events made. */
  readonly rowsRemoved: number;
}

/**
 * Makes a view again from the first event on: afterwards every row is what its stream's events say, and there is no other row. Works
 * in the live table while it is read and projected: a row never goes back and is never missing meanwhile; what is right already is
 * not written. May be stopped at any time and repeated.
 * @throws when the database does not answer, or an event cannot be read
 */
export async function rebuildView(name: ProjectionName, options: RebuildOptions): Promise<RebuildReport> {
  const { pool, feed, storeId: store, onProgress = () => undefined, batchEventsMax = 2_000 } = options;
  const projection = projectionNamed(name);
  const pages = new StreamPages(pool, store, projection.kind);
  const parts = { pool, feed, store, projection, table: new ViewTable(pool, projection, store) };
  const piece = new PieceSize(batchEventsMax);
  const eventsTotal = await pages.count();
  let eventsDone = 0;
  let unfinished: UnfinishedStream | undefined;
  for (;;) {
    const limit = piece.current;
    const page = await pages.next(limit);
    const isLast = page.length < limit;
    const known = unfinished;
    const stateOf = (stream: string) => (known?.stream === stream ? known.state : undefined);
    const fold = new BatchFold({ projection, discarded: nothingDiscarded }, { stateOf, isParked: () => false });
    // Events of this page may go on with it, or it may have ended with the page before.
    const carried = unfinished && { ...unfinished };
    fold.add(page);
    await fold.fillGaps(feed);
    const lastStream = page.at(-1)?.stream;
    unfinished = isLast || lastStream === undefined ? undefined : unfinishedOf(lastStream, fold);
    await write(parts, { fold, carried, unfinished, piece });
    eventsDone += page.length;
    onProgress({ eventsDone, eventsTotal: Math.max(eventsTotal, eventsDone) });
    if (isLast) break;
  }
  return { events: eventsDone, rowsRemoved: await sweepOrphans(pool, projection, store) };
}

/** The stream that a page ends in the middle of; its row is written when all of it was read. */
interface UnfinishedStream {
  readonly stream: string;
  readonly state: StreamState;
}

function unfinishedOf(stream: string, fold: BatchFold): UnfinishedStream | undefined {
  const state = fold.states.get(stream);
  return state && { stream, state };
}

interface Piece {
  readonly fold: BatchFold;
  readonly carried: UnfinishedStream | undefined;
  readonly unfinished: UnfinishedStream | undefined;
  readonly piece: PieceSize;
}

async function write(parts: SettlingParts, { fold, carried, unfinished, piece }: Piece): Promise<void> {
  const finished = new Map(carried && [[carried.stream, carried.state]]);
  for (const [stream, state] of fold.states) finished.set(stream, state);
  if (unfinished) finished.delete(unfinished.stream);
  const rows =
    parts.projection.keeps === 'history'
      ? fold.changedRows()
      : [...finished.values()].flatMap(({ row }) => (row ? [row] : []));
  const startedAtMs = performance.now();
  if (rows.length > 0) await parts.table.rewrite(rows);
  piece.took(performance.now() - startedAtMs);
  if (finished.size > 0) await settleStreams(parts, finished);
}
