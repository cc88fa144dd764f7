import { feedOf } from '@firstwrite/feed';
import { model, projections } from '@firstwrite/shop';
import { applicationPool, applicationSessionOptions } from '@firstwrite/postgres';
import { PostgresEventStore } from '@firstwrite/event-store';
import { ownViewsSessionOptions, type ParkedParts, requireOwnViews } from '@firstwrite/views';
import { withDatabase } from '../database/reached-database';

export interface ParkedWhere {
  readonly environment: NodeJS.ProcessEnv;
  /** The instance that keeps the views for itself; undefined: the shared views. */
  readonly instance: string | undefined;
}

/**
 * Gives a command the connections to show parked streams and to settle them. Commits are durable, because they record
 * decisions of an operator.
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
