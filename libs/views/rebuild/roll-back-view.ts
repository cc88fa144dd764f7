import { countBeyondSql } from '@firstwrite/event-store';
import { projectionInto } from '../fold/projection';
import { CatchUp } from './catch-up';
import { loadDiscarded } from '../parked/parked-streams';
import { OfflineView } from './offline-view';
import { NothingToRollBackError } from './rebuild-errors';
import type { RebuildOptions, SwapReport } from './rebuild-options';
import { RebuildSteps } from './rebuild-steps';
import { BEFORE, NEXT, RebuildSession } from './rebuild-session';
import { forgetReplaced, readReplaced } from './replaced-view';
import { swapIn } from './swap';

/**
 * Puts back the view that the last rebuild replaced, brought up to date. The view that was live is kept in its place,
 * so a second call undoes the first. Streams that were parked before that rebuild are parked again. May be killed at
 * any time and repeated.
 * @throws NothingToRollBackError @throws RebuildRunningError @throws ViewLockedError @throws ViewChangedError
 */
export async function rollBackView(name: string, options: RebuildOptions): Promise<SwapReport> {
  const { pool, feed, storeId: store, swapWithinMs: withinMs = 60_000 } = options;
  const session = await RebuildSession.open(options.owner, options.projections.named(name), store);
  try {
    await session.drop(NEXT);
    const replaced = (await session.present(BEFORE)) ? await readReplaced(session, store) : undefined;
    if (!replaced) throw new NothingToRollBackError(name);
    const { position, parked } = replaced;
    const projection = projectionInto(session.projection, BEFORE);
    const discarded = await loadDiscarded(pool, name, store);
    const view = new OfflineView({ pool, projection, discarded: discarded.events, parked });
    const catchUp = new CatchUp(view, feed, position);

    const steps = new RebuildSteps(options);
    await steps.to('catch-up');
    const beyond = [position.era, position.transaction, position.number];
    const { rows } = await pool.query<{ events: number }>(countBeyondSql, beyond);
    steps.count(rows[0]?.events ?? 0, 'events');
    await catchUp.toEnd((count) => steps.advance(count));

    await steps.to('swap');
    const parts = { session, store, view, catchUp, discardedEvents: discarded.count, withinMs };
    const { heldMs: swapMs } = await swapIn({ ...parts, incoming: BEFORE });
    await steps.to('done');
    return { parkedStreams: view.parked.size, swapMs, longestWriteMs: view.longestWriteMs };
  } finally {
    session.close();
  }
}

/**
 * Drops the view from before the last rebuild, which frees its disk space. Safe to repeat. After it, a rollback is not
 * possible.
 * @throws RebuildRunningError
 */
export async function dropReplacedView(
  name: string,
  { owner, storeId, projections }: Pick<RebuildOptions, 'owner' | 'storeId' | 'projections'>,
): Promise<void> {
  const session = await RebuildSession.open(owner, projections.named(name), storeId);
  try {
    await session.drop(BEFORE);
    await forgetReplaced(session, storeId);
  } finally {
    session.close();
  }
}
