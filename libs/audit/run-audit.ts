import type { Progress } from '@firstwrite/platform';
import { AuditSession } from './audit-session';
import type { AuditSummary } from './audit-summary';
import { runFeedPass } from './feed-pass';
import { LeftOut } from './left-out';
import { StreamPass } from './stream-pass';
import { readCheckpoints, waitForViews } from './view-checkpoints';
import { ViewComparison } from './view-comparison';
import { projectionNamed, type ProjectionName } from '@firstwrite/shop';

export interface AuditOptions {
  readonly url: string;
  /** Whose own views; undefined: the shared ones. */
  readonly instance?: string | undefined;
  /** How long to wait for views that a running service is still filling. */
  readonly waitViewsMs: number;
  readonly progress: Progress;
}

/**
 * Proves on the stored events, in one snapshot and without writing, that nothing was oversold, that every order has its units, and
 * that the views are what the events say. Memory does not grow with the store.
 * @throws AuditFaultError naming the first fault
 * @throws CommandFailedError when there is no store to audit
 */
export async function runAudit({ url, instance, waitViewsMs, progress }: AuditOptions): Promise<AuditSummary> {
  const startedAtMs = performance.now();
  const session = await AuditSession.open(url, instance);
  try {
    await waitForViews(session, waitViewsMs);
    const facts = await session.snapshot(() => auditSnapshot(session, progress));
    return { passed: true, ...facts, seconds: (performance.now() - startedAtMs) / 1000 };
  } finally {
    progress.finish();
    await session.close();
  }
}

async function auditSnapshot(
  session: AuditSession,
  progress: Progress,
): Promise<Omit<AuditSummary, 'passed' | 'seconds'>> {
  const checkpoints = [...(await readCheckpoints(session))];
  const leftOut = await LeftOut.read(session);
  const comparisons = checkpoints.map(([name, reached]) => new ViewComparison(projectionNamed(name), reached, leftOut));
  const [counted] = await session.query<{ total: string }>('select count(*) as total from event');
  const total = Number(counted?.total);
  await session.useIndexPlans();
  progress.start({ label: 'streams', total, unit: 'events' });
  const pass = new StreamPass(session, comparisons, leftOut);
  await pass.run(progress);
  progress.finish();
  progress.start({ label: 'orders', total, unit: 'events' });
  const { orderCount } = await runFeedPass(session, progress, pass.streams.unread);
  progress.finish();
  await session.useAnyPlan();
  for (const comparison of comparisons) await comparison.requireNoMore(session);
  const { streamCounts, stockTotals } = pass.streams;
  return {
    events: pass.eventCount,
    streams: streamCounts.stock + streamCounts.order + streamCounts.product,
    stockItems: streamCounts.stock,
    products: streamCounts.product,
    orders: orderCount,
    units: stockTotals,
    rows: Object.fromEntries(comparisons.flatMap(rowCounts)),
    lagEvents: Object.fromEntries(
      comparisons.map(({ projection, lagEventCount }) => [projection.name, lagEventCount]),
    ) as Record<ProjectionName, number>,
    parkedStreams: leftOut.parked,
    discardedEvents: leftOut.discarded,
    unreadEvents: [...pass.streams.unread],
  };
}

function rowCounts({ projection, rowCount, index }: ViewComparison): [table: string, count: number][] {
  return [[projection.view.table, rowCount], ...(index ? [[index.table, index.rowCount] as [string, number]] : [])];
}
