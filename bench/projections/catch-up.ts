import { applicationPool, keyedSessionOptions } from '@firstwrite/postgres';
import { PostgresEventStore } from '@firstwrite/event-store';
import { Projector, projectorSessionOptions } from '@firstwrite/views';
import { feedOf } from '@firstwrite/feed';
import { shop } from '@firstwrite/shop';
import { Client } from 'pg';
import { pino } from 'pino';
import { untilCaughtUp } from './checkpoints';

export interface CatchUpOptions {
  readonly databaseUrl: string;
  readonly names: readonly string[];
}

/** The default of the projector: a connection for each of the four projections, and one to read their checkpoints. */
const CONNECTIONS = 5;

/** Projects a store into these empty views from its own feed, as the projector does. @returns seconds */
export async function catchUpDirectly({ databaseUrl: url, names }: CatchUpOptions): Promise<number> {
  const store = await PostgresEventStore.connect({ url, connectionsMax: 2 });
  const options = `${keyedSessionOptions} ${projectorSessionOptions}`;
  const pool = applicationPool({ connectionString: url, max: CONNECTIONS, options });
  const database = new Client({ connectionString: url });
  await database.connect();
  const projector = new Projector({
    ...{ pool, feed: feedOf(store, shop.model), projections: shop.projections, names },
    storeId: store.identity.storeId,
    log: pino({ level: 'warn' }, pino.destination(2)),
  });
  const startedAtMs = performance.now();
  projector.start();
  try {
    await untilCaughtUp(database, names);
    return (performance.now() - startedAtMs) / 1_000;
  } finally {
    await projector.stop();
    await Promise.all([pool.end(), store.close(), database.end()]);
  }
}
