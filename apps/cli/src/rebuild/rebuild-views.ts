import { applicationPool, keyedSessionOptions, PostgresEventStore } from '@firstwrite/event-store';
import {
  projectorSessionOptions,
  rebuildView,
  type ProjectionName,
  type RebuildProgress,
} from '@firstwrite/read-model';
import type { Progress } from '../progress/progress';

export interface RebuiltView {
  readonly projection: ProjectionName;
  /** Of the streams that it is made from. */
  readonly events: number;
  /** Rows that no events made. */
  readonly rowsRemoved: number;
  readonly seconds: number;
}

/** Makes these views again from all events, one after the other. They can be read and projected meanwhile. */
export async function rebuildViews(
  url: string,
  names: readonly ProjectionName[],
  progress: Progress,
): Promise<RebuiltView[]> {
  const feed = await PostgresEventStore.connect({ url, connectionsMax: 1 });
  const options = `${keyedSessionOptions} ${projectorSessionOptions}`;
  const pool = applicationPool({ connectionString: url, max: 2, options, application_name: 'firstwrite rebuild' });
  try {
    const rebuilt: RebuiltView[] = [];
    for (const projection of names) {
      const startedAtMs = performance.now();
      const onProgress = shownAs(projection, progress);
      const report = await rebuildView(projection, { pool, feed, storeId: feed.identity.storeId, onProgress });
      progress.finish();
      rebuilt.push({ projection, ...report, seconds: (performance.now() - startedAtMs) / 1000 });
    }
    return rebuilt;
  } finally {
    progress.finish();
    await pool.end();
    await feed.close();
  }
}

/** How many events there are is known with the first report. */
function shownAs(label: string, progress: Progress): (report: RebuildProgress) => void {
  let shown: number | undefined;
  return ({ eventsDone, eventsTotal }) => {
    if (shown === undefined) progress.start({ label, total: eventsTotal, unit: 'events' });
    progress.advance(eventsDone - (shown ?? 0));
    shown = eventsDone;
  };
}
