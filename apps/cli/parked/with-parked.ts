import { feedOf } from '@firstwrite/feed';
import { model, projections } from '@firstwrite/shop';
import { applicationPool, applicationSessionOptions } from '@firstwrite/postgres';
import { PostgresEventStore } from '@firstwrite/event-store';
import { ownViewsSessionOptions, type ParkedParts, requireOwnViews } from '@firstwrite/views';
import { withDatabase } from '../database/reached-database';

export interface ParkedWhere {
  readonly environment: NodeJS.ProcessEnv;
  /** Whose own views; undefined: the shared ones. */
  readonly instance: string | undefined;
}

/**
 * Gives a command what it needs to look at parked streams and to put them right. Commits are durable: decisions are
 * made here.
 */
export async function withParked<Result>(
  { environment, instance }: ParkedWhere,
  use: (parts: ParkedParts) => Promise<Result>,
): Promise<Result> {
  return withDatabase({ environment }, async ({ url }) => {
    const store = await PostgresEventStore.connect({ url, connectionsMax: 1 });
    const options =
      instance === undefined
        ? applicationSessionOptions
        : `${applicationSessionOptions} ${ownViewsSessionOptions(instance)}`;
    const pool = applicationPool({ connectionString: url, max: 1, options, application_name: 'firstwrite parked' });
    try {
      if (instance !== undefined) await requireOwnViews(pool, instance);
      return await use({
        ...{ pool, feed: feedOf(store, model), projections },
        storeId: store.identity.storeId,
      });
    } finally {
      await pool.end();
      await store.close();
    }
  });
}
