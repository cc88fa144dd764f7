import type { TestDatabase } from '@firstwrite/testing';

const orders: Record<string, string> = {
  stock_availability: 'location, sku',
  stock_ledger: 'location, sku, version',
  order_view: 'order_id',
  order_sku: 'sku, placed_at, order_id',
  product_view: 'sku',
};

/** Every row of every view, to compare two states of the views. */
export async function allRows(database: TestDatabase): Promise<Record<string, object[]>> {
  const rows: Record<string, object[]> = {};
  for (const [table, order] of Object.entries(orders)) {
    rows[table] = await database.query(`select * from ${table} order by ${order}`);
  }
  return rows;
}

/** What the stock views must say, computed by the database from the events alone. */
export async function stockByEvents(database: TestDatabase): Promise<object[]> {
  return database.query(`
    select split_part(substr(stream, 7), '/', 1) as location, split_part(stream, '/', 2) as sku,
      max(version) as version,
      sum(case type when 'StockDecremented' then -(data ->> 'quantity')::bigint
        when 'StockAdjusted' then (data ->> 'delta')::bigint else (data ->> 'quantity')::bigint end)::bigint as on_hand,
      0::bigint as reserved
    from event where stream like 'stock-%' group by stream order by 1, 2`);
}
