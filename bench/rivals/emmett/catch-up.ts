import { postgreSQLEventStoreConsumer } from '@event-driven-io/emmett-postgresql';
import { parseArgs } from 'node:util';
import { Pool } from 'pg';
import { fillStore, skusOf } from './fill';
import { ordersProjection, stockProjection } from './projections';
import { databaseUrl, openStore } from './store';

/**
 * A projector stores its checkpoint for each event and commits for each batch. More than a thousand events in a batch
 * gain nothing.
 */
const BATCH_EVENTS = 1_000;
/** The consumer waits this long after each batch, even if more events are there; the default is 50. */
const PULLING_MS = 0;

/**
 * Follows Emmett, "Event stores", "PostgreSQL", "Async consumers", and "Guides", "Read models", "Async Projections":
 * one projector for each view.
 */
async function catchUp(connectionString: string): Promise<number> {
  const consumer = postgreSQLEventStoreConsumer({
    connectionString,
    stopWhen: { noMessagesLeft: true },
    pulling: { batchSize: BATCH_EVENTS, pullingFrequencyInMs: PULLING_MS },
  });
  consumer.projector({ projection: ordersProjection, processorId: 'orders' });
  consumer.projector({ projection: stockProjection, processorId: 'stock' });
  const startedAtMs = performance.now();
  await consumer.start();
  const seconds = (performance.now() - startedAtMs) / 1_000;
  await consumer.close();
  return seconds;
}

const countsSql = `
select (select count(*) from order_view)::integer as orders, (select count(*) from order_sku)::integer as order_skus,
  (select count(*) from stock_ledger)::integer as changes,
  (select coalesce(sum(on_hand), 0) from stock_availability)::bigint = $2::bigint * 1000000 - $1::bigint as sold`;

/**
 * The consumer swallows the errors of its projectors, so the views are checked. @throws Error when they are not
 * complete
 */
async function assertComplete(pool: Pool, orders: number): Promise<void> {
  const skus = skusOf(orders);
  const { rows } = await pool.query<Record<string, unknown>>(countsSql, [orders, skus]);
  const expected = { orders, order_skus: orders, changes: skus + orders, sold: true };
  if (JSON.stringify(rows[0]) !== JSON.stringify(expected)) throw new Error(`views: ${JSON.stringify(rows[0])}`);
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { orders: { type: 'string', default: '100000' } } });
  const orders = Number(values.orders);
  const connectionString = databaseUrl();
  await (await openStore()).close();
  const pool = new Pool({ connectionString });
  try {
    const events = await fillStore(pool, orders);
    const seconds = await catchUp(connectionString);
    await assertComplete(pool, orders);
    console.log(JSON.stringify({ events, seconds }));
  } finally {
    await pool.end();
  }
}

void main();
