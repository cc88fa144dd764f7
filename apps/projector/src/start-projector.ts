import { applicationPool, keyedSessionOptions, type EventStore } from '@firstwrite/event-store';
import { watchProjections, type Surroundings } from '@firstwrite/platform';
import { Projector, projectorSessionOptions } from '@firstwrite/read-model';

export interface ProjectorParts {
  readonly url: string;
  readonly store: EventStore;
  /** How often the feed is read when nobody wakes the projector. */
  readonly pollMs?: number;
}

/** A server that is frozen is one that does not answer: the connection is given up. */
const QUERY_MS_MAX = 15_000;
/** One for each projection, and one to ask how far they are. */
const PROJECTOR_CONNECTIONS = 5;

/** Keeps the views of a store by following its feed, and measures how far they are behind. */
export function startProjector(
  { url, store, pollMs }: ProjectorParts,
  { logger, metrics, shutdown }: Surroundings,
): Projector {
  const pool = applicationPool({
    connectionString: url,
    max: PROJECTOR_CONNECTIONS,
    options: `${keyedSessionOptions} ${projectorSessionOptions}`,
    query_timeout: QUERY_MS_MAX,
  });
  shutdown.started('projector connections', () => pool.end());
  const { storeId } = store.identity;
  const projector = new Projector({ pool, feed: store, storeId, log: logger, ...(pollMs && { pollMs }) });
  watchProjections(metrics, () => projector.lag());
  projector.start();
  shutdown.started('projections', () => projector.stop());
  return projector;
}
