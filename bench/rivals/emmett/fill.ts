import type { Pool } from 'pg';

const ORDERS_A_TRANSACTION = 10_000;
/** Our filled stores have 200,000 orders over 10,000 SKUs; receipts are as rare here. */
const ORDERS_A_SKU = 20;

export const skusOf = (orders: number) => Math.ceil(orders / ORDERS_A_SKU);

/** Appends one event to a stream. Function calls in a FROM clause run row by row, in the order of the clause. */
const append = (type: string, stream: string, data: string) => `emt_append_to_stream(
  array[gen_random_uuid()::text], array[${data}], array['{}'::jsonb], array['1'], array['${type}'], array['E'],
  ${stream}, split_part(${stream}, '-', 1), null, 'emt:default')`;

/** `$1`: the number of SKUs. */
const receiptsSql = `
select count(*) from generate_series(0, $1::integer - 1) n,
  lateral ${append('StockReceived', `'stock-SKU-' || n`, `'{"quantity": 1000000}'::jsonb`)}`;

const orderData = `jsonb_build_object('orderId', id, 'currency', 'EUR', 'total', 1999, 'placedAt', '2026-01-01T00:00:00.000Z',
  'lines', jsonb_build_array(jsonb_build_object('sku', sku, 'quantity', 1, 'unitPrice', 1999)))`;

/**
 * `$1` and `$2`: the first order and the number of orders; `$3`: the number of SKUs. The SKUs are stepped through by
 * multiplication, so they come in no order.
 */
const ordersSql = `
with o as materialized (
  select gen_random_uuid() as id, 'SKU-' || (n::bigint * 7919) % $3::bigint as sku
  from generate_series($1::integer, $1::integer + $2::integer - 1) n)
select count(*) from o,
  lateral ${append('StockDecremented', `'stock-' || sku`, `jsonb_build_object('orderId', id, 'quantity', 1)`)} taken,
  lateral ${append('OrderPlaced', `'order-' || id`, orderData)} placed`;

/**
 * Appends orders of one line by the SQL function that Emmett's append calls, many in a transaction. @returns the number
 * of events
 */
export async function fillStore(pool: Pool, orders: number): Promise<number> {
  const skus = skusOf(orders);
  await pool.query(receiptsSql, [skus]);
  for (let at = 0; at < orders; at += ORDERS_A_TRANSACTION) {
    await pool.query(ordersSql, [at, Math.min(ORDERS_A_TRANSACTION, orders - at), skus]);
  }
  await pool.query('vacuum analyze emt_messages');
  await pool.query('checkpoint');
  return skus + 2 * orders;
}
