import type { EventDecoder } from '@firstwrite/event-store';
import type { Progress } from '@firstwrite/terminal';
import type { Projections } from '@firstwrite/views';
import { eventPlace } from './audit-fault.error';
import { AuditSession } from './audit-session';
import { runFeedPass } from './feed-pass';
import { Exclusions, type DiscardedEvent, type ParkedStream } from './exclusions';
import type { AuditFigure, AuditRules } from './rules';
import { StreamPass } from './stream-pass';
import { readCheckpoints, waitForViews } from './view-checkpoints';
import { ViewComparison } from './view-comparison';

/** What an audit needs of a shop. */
export interface AuditedShop {
  readonly decoder: EventDecoder;
  readonly projections: Projections;
  readonly rules: AuditRules;
}

/** Which store is audited, and how long the audit waits for its views. */
export interface AuditOptions {
  readonly shop: AuditedShop;
  readonly url: string;
  /** Compares the own views of this instance; undefined: the shared ones. */
  readonly instance?: string | undefined;
  /** How long to wait for views that a running service is still filling. */
  readonly waitViewsMs: number;
  readonly progress: Progress;
}

/** The result of an audit that found no fault. */
export interface AuditSummary {
  readonly passed: true;
  readonly events: number;
  readonly streams: number;
  /** The sums of the shop's own rules. */
  readonly facts: Readonly<Record<string, unknown>>;
  /** The same sums, for a person to read. */
  readonly figures: readonly AuditFigure[];
  /** Rows of each view's table. */
  readonly rows: Readonly<Record<string, number>>;
  /**
   * Events that each projection has not read yet. They are no fault: its view was compared with the events that it had
   * read.
   */
  readonly lagEvents: Readonly<Record<string, number>>;
  /** Streams that a projection has parked. They are no fault: the view was compared up to the parked event. */
  readonly parkedStreams: readonly ParkedStream[];
  /** Events that an operator has discarded for a projection: its view was compared without them. */
  readonly discardedEvents: readonly DiscardedEvent[];
  /** Discarded events that cannot be read: the sums were made and judged without them. */
  readonly unreadEvents: readonly string[];
  readonly seconds: number;
}

/**
 * Proves on the stored events, in one snapshot and without writing, that the shop's rules held, and that the views
 * equal a fold of the events. Memory does not grow with the store.
 * @throws AuditFaultError naming the first fault
 * @throws CommandFailedError when there is no store to audit
 */
export async function runAudit({ shop, url, instance, waitViewsMs, progress }: AuditOptions): Promise<AuditSummary> {
  const startedAtMs = performance.now();
  const session = await AuditSession.open({ url, instance, decoder: shop.decoder });
  try {
    await waitForViews(session, shop.projections.names, waitViewsMs);
    const seen = await session.snapshot(() => auditSnapshot(session, shop, progress));
    return { passed: true, ...seen, seconds: (performance.now() - startedAtMs) / 1000 };
  } finally {
    progress.finish();
    await session.close();
  }
}

async function auditSnapshot(
  session: AuditSession,
  { projections, rules }: AuditedShop,
  progress: Progress,
): Promise<Omit<AuditSummary, 'passed' | 'seconds'>> {
  const checkpoints = [...(await readCheckpoints(session, projections.names))];
  const exclusions = await Exclusions.read(session, projections);
  const comparisons = checkpoints.map(
    ([name, reached]) => new ViewComparison(projections.named(name), reached, exclusions),
  );
  const [counted] = await session.query<{ total: string }>('select count(*) as total from event');
  const total = Number(counted?.total);
  const run = rules.begin();
  await session.useIndexPlans();
  progress.start({ label: 'streams', total, unit: 'events' });
  const pass = new StreamPass(session, comparisons, exclusions, run);
  await pass.run(progress);
  const { streamCount, unread } = pass.streams;
  progress.finish();
  progress.start({ label: 'commits', total, unit: 'events' });
  await runFeedPass(session, progress, run.commits(unread));
  progress.finish();
  await session.useAnyPlan();
  for (const comparison of comparisons) await comparison.requireNoMore(session);
  return {
    events: pass.eventCount,
    streams: streamCount,
    facts: run.facts,
    figures: run.figures,
    rows: Object.fromEntries(comparisons.flatMap(rowCounts)),
    lagEvents: Object.fromEntries(comparisons.map(({ projection, lagEventCount }) => [projection.name, lagEventCount])),
    parkedStreams: exclusions.parked,
    discardedEvents: exclusions.discarded,
    unreadEvents: [...unread].map(eventPlace),
  };
}

function rowCounts({ projection, rowCount, index }: ViewComparison): [table: string, count: number][] {
  return [[projection.view.table, rowCount], ...(index ? [[index.table, index.rowCount] as [string, number]] : [])];
}
