/** The greatest position that a snapshot taken now sees: an acknowledged event can stand beyond the feed's horizon. */
export const headSql = `
select era, transaction_id::text as transaction, number::text as number
from event order by event.era desc, event.transaction_id desc, event.number desc limit 1`;
