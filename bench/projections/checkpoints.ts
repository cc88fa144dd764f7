import { shop } from '@firstwrite/shop';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from 'pg';

const POLL_MS = 20;
const CAUGHT_UP_MS_MAX = 1_800_000;

const emptySql = `
truncate stock_availability, stock_ledger, order_view, order_sku, product_view,
  projection_checkpoint, parked_stream`;

/** Counts the projections that have begun, and the partitions that are behind the store's last event. */
const behindSql = `
with last as (select era, transaction_id, number from event order by era desc, transaction_id desc, number desc limit 1)
select count(distinct c.projection)::integer as begun,
  count(*) filter (
    where (c.era, c.transaction_id, c.number) < (last.era, last.transaction_id, last.number))::integer as behind
from last left join projection_checkpoint c on c.projection = any($1)`;

/** Empties the views and their checkpoints. */
export async function emptyViews(database: Client): Promise<void> {
  await database.query(emptySql);
  await database.query('vacuum analyze event');
  await database.query('checkpoint');
}

/** Waits until each of these views has every event. @throws when they do not catch up in time */
export async function untilCaughtUp(
  database: Client,
  names: readonly string[] = shop.projections.names,
): Promise<void> {
  const deadlineMs = performance.now() + CAUGHT_UP_MS_MAX;
  while (performance.now() < deadlineMs) {
    const { rows } = await database.query<{ begun: number; behind: number }>(behindSql, [names]);
    if (rows[0]?.begun === names.length && rows[0].behind === 0) return;
    await sleep(POLL_MS);
  }
  throw new Error('the views did not catch up');
}

const unpublishedSql = `
select 1 from event e left join relay_checkpoint c on c.store = 0
where c.store is null or (e.era, e.transaction_id, e.number) > (c.era, c.transaction_id, c.number) limit 1`;

/** Waits until the relay has published every event. */
export async function untilPublished(database: Client): Promise<void> {
  while ((await database.query(unpublishedSql)).rowCount !== 0) await sleep(POLL_MS);
}
