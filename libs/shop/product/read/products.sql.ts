import { freshnessSql } from '@firstwrite/reads';

/** `$3` the last SKU of the page before, `$4` limit. */
export const productsSql = `${freshnessSql()}
select freshness.*, page.* from freshness left join lateral (
  select v.* from product_view v
  where ($3::text is null or v.sku > $3)
  order by v.sku limit $4::integer) page on true
order by page.sku`;
