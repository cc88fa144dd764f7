import { freshnessSql } from '@firstwrite/reads';

/**
 * A filter that is null does not narrow the list: the plan is made for the given values, and leaves such a condition
 * out.
 */
const filters = '($3::text is null or v.status = $3) and ($4::text is null or v.customer_id = $4)';

/** `$3` status, `$4` customer, `$5 $6` the last key of the page before, `$7` limit. */
export const ordersSql = `${freshnessSql()}
select freshness.*, page.* from freshness left join lateral (
  select v.* from order_view v
  where ${filters} and ($5::timestamptz is null or (v.placed_at, v.order_id) < ($5, $6::uuid))
  order by v.placed_at desc, v.order_id desc limit $7::integer) page on true
order by page.placed_at desc, page.order_id desc`;

/** The same, of the orders with SKU `$8` on a line. */
export const ordersOfSkuSql = `${freshnessSql()}
select freshness.*, page.* from freshness left join lateral (
  select v.* from order_sku s join order_view v on v.order_id = s.order_id
  where s.sku = $8 and ${filters} and ($5::timestamptz is null or (s.placed_at, s.order_id) < ($5, $6::uuid))
  order by s.placed_at desc, s.order_id desc limit $7::integer) page on true
order by page.placed_at desc, page.order_id desc`;
