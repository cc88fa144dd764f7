import { applicationPool, keyedSessionOptions, SILENCE_MS_MAX } from '@firstwrite/postgres';
import type { EventStore } from '@firstwrite/event-store';
import type { MessageLog, Subscription } from '@firstwrite/messaging';
import { watchParked, watchProjections } from './projection-metrics';
import type { HealthPart, Surroundings } from '@firstwrite/platform';
import { countParked, parkedNotice, Projector, projectorSessionOptions, readLag } from '@firstwrite/views';
import { feedOf, followPublishedLog } from '@firstwrite/feed';
import type { Shop } from '../shop';
import type { Pool } from 'pg';
import type { Registry } from 'prom-client';

export interface ProjectorParts {
  readonly shop: Pick<Shop, 'model' | 'projections'>;
  readonly url: string;
  readonly store: EventStore;
  /** How often the feed is read while the projector is not woken. */
  readonly pollMs?: number;
  /** Follow the published log, as a member of this group, instead of the store's feed. */
  readonly following?: { readonly log: MessageLog; readonly group: string };
  /** Further startup options of its sessions: where its views are. */
  readonly sessionOptions?: string;
  /** The name of its sessions on the server. They stay open while it runs, so that other processes see that it runs. */
  readonly sessionName?: string;
}

/** A running projector, and its health: whether its events arrive, and which streams need an operator. */
export interface StartedProjector {
  readonly projector: Projector;
  readonly health: readonly HealthPart[];
}

/** Keeps the views of a store by following its feed or its published log, and measures how far they are behind. */
export function startProjector(parts: ProjectorParts, surroundings: Surroundings): StartedProjector {
  const { shop, store, pollMs, following } = parts;
  const { logger, metrics, shutdown } = surroundings;
  const pool = openViews(parts);
  shutdown.started('projector connections', () => pool.end());
  const { storeId } = store.identity;
  let subscription = undefined as Subscription | undefined;
  const publishedLog = {
    onPassed: (partition: number, nextOffset: bigint) => subscription?.commit(partition, nextOffset),
  };
  const projector = new Projector({
    ...{ pool, feed: feedOf(store, shop.model), projections: shop.projections, storeId, log: logger },
    ...(pollMs && { pollMs }),
    ...(following && { publishedLog }),
  });
  const views = watchViews({ shop, pool, storeId }, metrics);
  projector.start();
  shutdown.started('projections', () => projector.stop());
  if (!following || !projector.window) return { projector, health: [views] };

  const followed = followPublishedLog({
    ...following,
    ...{ store, logger },
    instance: surroundings.settings.FIRSTWRITE_INSTANCE,
    sink: projector.window,
  });
  subscription = followed;
  shutdown.started('published log', () => followed.stop());
  return { projector, health: [views, { name: 'kafka', check: () => followed.check() }] };
}

/** Connections for the projections of a store. */
export function openViews({ shop, url, sessionOptions = '', sessionName }: Omit<ProjectorParts, 'store'>): Pool {
  return applicationPool({
    connectionString: url,
    // One for each projection, and one to ask how far they are.
    max: shop.projections.all.length + 1,
    options: `${keyedSessionOptions} ${projectorSessionOptions} ${sessionOptions}`,
    silenceMsMax: SILENCE_MS_MAX,
    ...(sessionName && { application_name: sessionName, idleTimeoutMillis: 0 }),
  });
}

/** Measures how far views are behind, and which of their streams need an operator. */
export function watchViews(
  { shop, pool, storeId }: Pick<ProjectorParts, 'shop'> & { readonly pool: Pool; readonly storeId: number },
  metrics: Registry,
): HealthPart {
  const { names } = shop.projections;
  watchProjections(metrics, () => readLag(pool, storeId, names));
  watchParked(metrics, () => countParked(pool, storeId, names));
  // The views are up even with parked streams: all other streams are served.
  return { name: 'views', check: () => Promise.resolve(), notice: () => parkedNotice(pool, storeId, names) };
}
