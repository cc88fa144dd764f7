import { applicationPool, keyedSessionOptions, PostgresEventStore } from '@firstwrite/event-store';
import { Projector, projectorSessionOptions } from '@firstwrite/read-model';
import type { Client } from 'pg';
import { pino } from 'pino';
import { untilCaughtUp } from './checkpoints';

const BATCH_EVENTS_MAX = 5_000;

/** Projects a store into empty views, all of them, from its own feed and in this process. @returns seconds */
export async function catchUpDirectly(url: string, database: Client): Promise<number> {
  const feed = await PostgresEventStore.connect({ url, connectionsMax: 2 });
  const options = `${keyedSessionOptions} ${projectorSessionOptions}`;
  const pool = applicationPool({ connectionString: url, max: 5, options });
  const { storeId } = feed.identity;
  const log = pino({ level: 'warn' });
  const projector = new Projector({ pool, feed, storeId, log, batchEventsMax: BATCH_EVENTS_MAX });
  const startedAtMs = performance.now();
  projector.start();
  try {
    await untilCaughtUp(database);
    return (performance.now() - startedAtMs) / 1_000;
  } finally {
    await projector.stop();
    await pool.end();
    await feed.close();
  }
}
