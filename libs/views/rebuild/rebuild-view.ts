import { beginningOf, positionFrom, type PositionColumns, newestInFeedSql } from '@firstwrite/event-store';
import { projectionInto } from '../fold/projection';
import { bulkFold } from './bulk-fold';
import { CatchUp } from './catch-up';
import { loadDiscarded } from '../parked/parked-streams';
import { OfflineView } from './offline-view';
import { RowsDifferError } from './rebuild-errors';
import type { RebuildOptions, SwapReport } from './rebuild-options';
import { RebuildSteps } from './rebuild-steps';
import { BEFORE, NEXT, RebuildSession } from './rebuild-session';
import { hashStoredRows } from './stored-rows';
import { StreamPages } from './stream-pages';
import { forgetReplaced } from './replaced-view';
import { swapIn } from './swap';

/** What a finished rebuild has folded and written. */
export interface RebuildReport extends SwapReport {
  /** The events of the view's streams that were folded. Events that were appended meanwhile are not counted. */
  readonly events: number;
  /** The rows in the view's table and in its index. */
  readonly rows: number;
  /** The hash of all these rows, in any order. */
  readonly hash: string;
}

/**
 * Makes a view again from the first event on, in tables beside the live ones. Swaps these tables in when they are up to
 * date and their rows, read back, equal the folded ones. Readers and projectors go on meanwhile; no reader sees a mix
 * of both views. The replaced tables are kept for {@link rollBackView}, until the next rebuild. May be killed at any
 * time and repeated. After an error the live view is as it was.
 * @throws RebuildRunningError
 * @throws RowsDifferError
 * @throws ViewLockedError
 * @throws ViewChangedError
 */
export async function rebuildView(name: string, options: RebuildOptions): Promise<RebuildReport> {
  const projection = options.projections.named(name);
  const session = await RebuildSession.open(options.owner, projection, options.storeId);
  try {
    // Dropped first, so that a view needs at most twice its disk space, not three times.
    await session.drop(NEXT);
    await session.drop(BEFORE);
    await forgetReplaced(session, options.storeId);
    await session.createLike(NEXT);
    return await build(session, options);
  } catch (error) {
    // If this drop fails too, the next rebuild drops the tables.
    await session.drop(NEXT).catch(() => undefined);
    throw error;
  } finally {
    session.close();
  }
}

async function build(session: RebuildSession, options: RebuildOptions): Promise<RebuildReport> {
  const { pool, feed, storeId: store, swapWithinMs = 60_000 } = options;
  const projection = projectionInto(session.projection, NEXT);
  const discarded = await loadDiscarded(pool, projection.name, store);
  const view = new OfflineView({ pool, projection, discarded: discarded.events });
  const steps = new RebuildSteps(options);

  await steps.to('fold');
  const from = await newestPosition(options);
  const pages = new StreamPages({ pool, storeId: store, feed, kind: projection.kind });
  steps.count(await pages.count(), 'events');
  await bulkFold({ view, pages, feed, onEvents: (count) => steps.advance(count) });
  const events = steps.done;

  await steps.to('catch-up');
  const catchUp = new CatchUp(view, feed, from);
  await catchUp.toEnd();

  await steps.to('compare');
  await requireStored(view, options, steps);
  await analyze(session);

  await steps.to('swap');
  const incoming = NEXT;
  const swap = { session, store, view, catchUp, incoming, discardedEvents: discarded.count, withinMs: swapWithinMs };
  const { heldMs } = await swapIn({ ...swap, incoming });
  await steps.to('done');
  const { hash, longestWriteMs, parked } = view;
  return { events, rows: hash.rows, hash: hash.value, parkedStreams: parked.size, swapMs: heldMs, longestWriteMs };
}

async function newestPosition({ pool, storeId }: RebuildOptions) {
  const { rows } = await pool.query<PositionColumns>(newestInFeedSql);
  return rows[0] ? positionFrom(storeId, rows[0]) : beginningOf(storeId);
}

/** @throws RowsDifferError */
async function requireStored(view: OfflineView, { pool }: RebuildOptions, steps: RebuildSteps): Promise<void> {
  steps.count(view.hash.rows, 'rows');
  const stored = await hashStoredRows(pool, view.projection.view, (count) => steps.advance(count));
  if (stored.value !== view.hash.value) {
    throw new RowsDifferError(view.projection.name, view.hash.value, stored.value);
  }
}

/**
 * Updates the statistics of the planner, so that the first read after the swap gets a good plan. Blocks no reader and
 * no projector.
 */
async function analyze(session: RebuildSession): Promise<void> {
  await session.query(`analyze ${session.named(NEXT)}`);
}
