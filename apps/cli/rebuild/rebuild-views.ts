import { dropReplacedView, type RebuildReport, rebuildView, rollBackView, type SwapReport } from '@firstwrite/views';
import type { Progress } from '@firstwrite/terminal';
import { shownOn } from './shown-progress';
import { withViews, type ViewUrls } from './view-connections';

/** Which view, and how long it took. */
export interface Timed {
  readonly projection: string;
  readonly seconds: number;
}

export type RebuiltView = Timed & RebuildReport;
export type RolledBackView = Timed & SwapReport;

/** Rebuilds these views from all events, one after the other. They can be read and projected meanwhile. */
export function rebuildViews(urls: ViewUrls, names: readonly string[], progress: Progress): Promise<RebuiltView[]> {
  return withViews(urls, (options) =>
    timed(names, progress, (name) => rebuildView(name, { ...options, ...shownOn(progress, name) })),
  );
}

/** Restores the views that the last rebuild replaced, one after the other. */
export function rollBackViews(urls: ViewUrls, names: readonly string[], progress: Progress): Promise<RolledBackView[]> {
  return withViews(urls, (options) =>
    timed(names, progress, (name) => rollBackView(name, { ...options, ...shownOn(progress, name) })),
  );
}

/** Drops the replaced views, which frees their disk space. */
export function dropReplacedViews(urls: ViewUrls, names: readonly string[]): Promise<void> {
  return withViews(urls, async (options) => {
    for (const name of names) await dropReplacedView(name, options);
  });
}

async function timed<Report extends object>(
  names: readonly string[],
  progress: Progress,
  work: (name: string) => Promise<Report>,
): Promise<(Timed & Report)[]> {
  const done: (Timed & Report)[] = [];
  for (const projection of names) {
    const startedAtMs = performance.now();
    try {
      const report = await work(projection);
      done.push({ projection, seconds: (performance.now() - startedAtMs) / 1000, ...report });
    } finally {
      progress.finish();
    }
  }
  return done;
}
