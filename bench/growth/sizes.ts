import type { Client } from 'pg';

export interface StoreSizes {
  /** Bytes of an event in the store, with its indexes. */
  readonly bytesAnEvent: number;
  /** Bytes of all views, with their indexes. */
  readonly viewBytes: number;
}

const sizesSql = `
select pg_total_relation_size('event')::float8 / greatest((select count(*) from event), 1) as event,
  (select sum(pg_total_relation_size(view::regclass)) from unnest(array[
    'stock_availability', 'stock_ledger', 'order_view', 'order_sku', 'product_view']) view)::float8 as views`;

export async function sizesOf(database: Client): Promise<StoreSizes> {
  const { rows } = await database.query<{ event: number; views: number }>(sizesSql);
  const { event, views } = rows[0] ?? { event: Number.NaN, views: Number.NaN };
  return { bytesAnEvent: event, viewBytes: views };
}
