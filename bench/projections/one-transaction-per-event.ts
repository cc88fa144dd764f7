import { PostgresEventStore, type StoredEvent } from '@firstwrite/event-store';
import { Client } from 'pg';

const PAGE_EVENTS = 1_000;

const stockSql = `
insert into stock_availability as v (location, sku, version, on_hand, reserved) values ('main', $1, $2, $3, 0)
on conflict (location, sku) do update set version = excluded.version, on_hand = v.on_hand + excluded.on_hand`;
const ledgerSql = `
insert into stock_ledger (location, sku, version, type, delta, on_hand_after, order_id, actor, recorded_at)
select 'main', $1, $2, $3, $4, v.on_hand, $5, 'anonymous', to_timestamp($6) from stock_availability v
where v.location = 'main' and v.sku = $1`;
const orderSql = `
insert into order_view (order_id, version, status, currency, lines, total, placed_at, updated_at)
values ($1, $2, 'NEW', $3, $4, $5, $6, $6)`;
const orderSkuSql = 'insert into order_sku (sku, placed_at, order_id) values ($1, $2, $3)';
const checkpointSql = `
insert into projection_checkpoint (projection, store, partition, partitions, era, transaction_id, number)
values ('per event', 0, 0, 1, $1, $2, $3)
on conflict (projection, store, partition) do update set era = excluded.era, transaction_id = excluded.transaction_id,
  number = excluded.number`;

/**
 * The projector of most tutorials: it reads the feed, and changes the rows of the views and the checkpoint in one
 * transaction for each event. It uses prepared statements and one connection.
 * @returns events a second
 */
export async function projectEachEvent(url: string, { seconds }: { readonly seconds: number }): Promise<number> {
  const store = await PostgresEventStore.connect({ url, connectionsMax: 1 });
  const client = new Client({ connectionString: url });
  await client.connect();
  const startedAtMs = performance.now();
  const endMs = startedAtMs + seconds * 1_000;
  let events = 0;
  try {
    for await (const event of feedOf(store)) {
      await projectOne(client, event);
      events++;
      if (performance.now() > endMs) break;
    }
    return events / ((performance.now() - startedAtMs) / 1_000);
  } finally {
    await client.end();
    await store.close();
  }
}

async function* feedOf(store: PostgresEventStore): AsyncGenerator<StoredEvent> {
  let last: StoredEvent | undefined;
  for (;;) {
    const page = await store.readFeed(last?.position, PAGE_EVENTS);
    yield* page;
    last = page.at(-1);
    if (!last) return;
  }
}

interface EventData {
  readonly orderId: string;
  readonly quantity: number;
  readonly currency: string;
  readonly lines: readonly { readonly sku: string }[];
  readonly total: number;
  readonly placedAt: string;
}

async function projectOne(client: Client, event: StoredEvent): Promise<void> {
  const { stream, version, type, position, recordedAtMs } = event;
  const data = event.data as EventData;
  const run = (name: string, text: string, values: unknown[]) => client.query({ name, text, values });
  await client.query('begin');
  if (type === 'OrderPlaced') {
    const { orderId, currency, lines, total, placedAt } = data;
    await run('order', orderSql, [orderId, version, currency, JSON.stringify(lines), total, placedAt]);
    for (const { sku } of lines) await run('order sku', orderSkuSql, [sku, placedAt, orderId]);
  } else {
    const sku = stream.slice('stock-main/'.length);
    const delta = type === 'StockReceived' ? data.quantity : -data.quantity;
    await run('stock', stockSql, [sku, version, delta]);
    await run('ledger', ledgerSql, [sku, version, type, delta, data.orderId, recordedAtMs / 1_000]);
  }
  await run('checkpoint', checkpointSql, [position.era, position.transaction, position.number]);
  await client.query('commit');
}
