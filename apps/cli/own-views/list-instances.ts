import { projections } from '@firstwrite/shop';
import { applicationPool, applicationSessionOptions } from '@firstwrite/postgres';
import { PostgresEventStore } from '@firstwrite/event-store';
import { areOwnViewsKept, listOwnViews, ownViewsGroup, ownViewsSessionOptions, readLag } from '@firstwrite/views';
import { formatColumns } from '@firstwrite/terminal';

/** An instance that keeps views for itself, and how far they are behind. */
export interface ListedInstance {
  readonly instance: string;
  /** Whether it is connected to the database. */
  readonly running: boolean;
  /** The events that the view furthest behind its store does not have; counted up to 10,000. */
  readonly eventsBehind: number;
  /** Milliseconds since the oldest of those events was recorded; 0: there is none. */
  readonly oldestMs: number;
  /** The consumer group that the views are kept by. */
  readonly group: string;
}

const application_name = 'firstwrite projector';

/** Every instance that keeps views for itself, whether it runs or not. */
export async function listInstances(url: string): Promise<ListedInstance[]> {
  const store = await PostgresEventStore.connect({ url, connectionsMax: 1 });
  const pool = applicationPool({ connectionString: url, max: 1, application_name });
  try {
    const listed: ListedInstance[] = [];
    for (const instance of await listOwnViews(pool)) {
      const lag = await lagOf(instance, url, store.identity.storeId);
      const running = await areOwnViewsKept(pool, instance);
      listed.push({ instance, running, ...lag, group: ownViewsGroup(instance) });
    }
    return listed;
  } finally {
    await pool.end();
    await store.close();
  }
}

async function lagOf(instance: string, url: string, storeId: number) {
  const options = `${applicationSessionOptions} ${ownViewsSessionOptions(instance)}`;
  const pool = applicationPool({ connectionString: url, max: 1, options, application_name });
  try {
    const lags = await readLag(pool, storeId, projections.names);
    return {
      eventsBehind: Math.max(...lags.map(({ events }) => events)),
      oldestMs: Math.max(...lags.map(({ oldestMs }) => oldestMs)),
    };
  } finally {
    await pool.end();
  }
}

export function listedInstances(listed: readonly ListedInstance[]): string {
  if (listed.length === 0) return 'no instance has views of its own\n';
  return formatColumns(
    ['instance', 'runs', 'events behind', 'for ms', 'group'],
    listed.map(({ instance, running, eventsBehind, oldestMs, group }) => [
      instance,
      running ? 'yes' : 'no',
      String(eventsBehind),
      String(oldestMs),
      group,
    ]),
  );
}
