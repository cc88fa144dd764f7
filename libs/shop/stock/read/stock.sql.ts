import { freshnessSql } from '@firstwrite/reads';

/** `$3` location, `$4` SKU, `$5` the most available, `$6 $7` the last key of the page before, `$8` limit. */
export const stockSql = `${freshnessSql()}
select freshness.*, page.* from freshness left join lateral (
  select v.* from stock_availability v
  where ($3::text is null or v.location = $3) and ($4::text is null or v.sku = $4)
    and ($5::bigint is null or v.on_hand - v.reserved <= $5)
    and ($6::text is null or (v.location, v.sku) > ($6, $7::text))
  order by v.location, v.sku limit $8::integer) page on true
order by page.location, page.sku`;
