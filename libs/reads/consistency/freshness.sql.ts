import { msSinceFirstBeyondSql, type PositionSql } from '@firstwrite/event-store';

/** The position that a read statement has reached, inside that statement. */
export const reachedSql: PositionSql = {
  era: '(select era from reached)',
  transaction: '(select transaction_id from reached)',
  number: '(select number from reached)',
};

/**
 * The start of every read: how far projection `$1` of store `$2` is, and how long the first event beyond that has been
 * recorded. It is part of the statement that reads the rows, and so of the same snapshot: it proves which events the
 * rows contain. `reached` and `freshness` have one row. Of several partitions, the one furthest behind counts.
 * @param ofPartition SQL condition for a checkpoint `c` of the partitions that the rows are from
 */
export function freshnessSql(ofPartition = 'true'): string {
  return `
with reached as materialized (
  select coalesce(k.era, 0::smallint) as era, coalesce(k.transaction_id, '0'::xid8) as transaction_id,
    coalesce(k.number, 0) as number
  from (select) as one
  left join (
    select c.era, c.transaction_id, c.number from projection_checkpoint c
    where c.projection = $1 and c.store = $2 and ${ofPartition}
    order by c.era, c.transaction_id, c.number limit 1) k on true
), freshness as materialized (
  select era as reached_era, transaction_id::text as reached_transaction, number::text as reached_number,
    coalesce((${msSinceFirstBeyondSql(reachedSql)}), 0)::float8 as staleness_ms
  from reached
)`;
}
