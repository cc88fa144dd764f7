import { feedOf } from '@firstwrite/feed';
import { model, projections } from '@firstwrite/shop';
import { applicationPool, keyedSessionOptions } from '@firstwrite/postgres';
import { PostgresEventStore } from '@firstwrite/event-store';
import { projectorSessionOptions, type RebuildOptions } from '@firstwrite/views';
import type { ReachedDatabase } from '../database/reached-database';

/** The URLs for the application's user and for the owner of the views' tables. */
export type ViewUrls = Pick<ReachedDatabase, 'url' | 'ownerUrl'>;

/** Connects to the views and their events, for as long as a command needs them. */
export async function withViews<Result>(
  { url, ownerUrl }: ViewUrls,
  use: (options: Pick<RebuildOptions, 'pool' | 'owner' | 'feed' | 'projections' | 'storeId'>) => Promise<Result>,
): Promise<Result> {
  const store = await PostgresEventStore.connect({ url, connectionsMax: 2 });
  const application_name = 'firstwrite rebuild';
  const options = `${keyedSessionOptions} ${projectorSessionOptions}`;
  const pool = applicationPool({ connectionString: url, max: 3, options, application_name });
  // Works as the owner itself, not as the application's role; the rebuild makes its own session settings.
  const owner = applicationPool({ connectionString: ownerUrl, max: 1, options: '', application_name });
  try {
    return await use({
      ...{ pool, owner, feed: feedOf(store, model), projections },
      storeId: store.identity.storeId,
    });
  } finally {
    await Promise.all([pool.end(), owner.end(), store.close()]);
  }
}
