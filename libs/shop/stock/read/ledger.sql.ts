import { freshnessSql } from '@firstwrite/reads';

/** `$3` location, `$4` SKU, `$5` the last version of the page before, `$6` limit. */
export const ledgerSql = `${freshnessSql()}
select freshness.*, page.* from freshness left join lateral (
  select v.* from stock_ledger v
  where v.location = $3 and v.sku = $4 and ($5::integer is null or v.version < $5)
  order by v.version desc limit $6::integer) page on true
order by page.version desc`;
