import type { View } from '../view';
import { assignments, namesOf, primaryKey, unnestOf } from './view-columns';

/** How many parameters go before the rows': `$1` projection, `$2` store, `$3` epoch, `$4` generation, `$5 … $7` the position. */
const ROWS_FROM = 8;

/**
 * Moves a checkpoint forward if this projector still owns it and nobody wrote the view beside it. No row: neither is so, or the
 * position is not ahead. Guarantee used (read committed): an update that waited for a row checks its condition again on what it finds.
 */
export const advanceSql = `
update projection_checkpoint set era = $5, transaction_id = $6, number = $7
where projection = $1 and store = $2 and partition = 0 and epoch = $3 and generation = $4
  and (era, transaction_id, number) < ($5::smallint, $6::xid8, $7::bigint)
returning 1`;

/**
 * Rows and checkpoint in one statement, hence one transaction that is open for one round trip only: an older one would hold back the
 * feed. Nothing is written when the checkpoint may not move. A row never goes back: it is written where its version is greater.
 */
export function projectRowsSql<Row>(view: View<Row>): string {
  return `
with checkpoint as (${advanceSql}), written as (
  insert into ${view.table} as v (${namesOf(view.columns)})
  select incoming.* from checkpoint, ${unnestOf(view.columns, ROWS_FROM)} as incoming (${namesOf(view.columns)})
  on conflict (${namesOf(primaryKey(view))}) do update set ${assignments(view)}
  where v.version < excluded.version
)${indexRowsSql(view, ROWS_FROM + view.columns.length)}
select 1 from checkpoint`;
}

/** The rows of a view's index, written where `checkpoint` has a row. */
export function indexRowsSql<Row>({ index }: View<Row>, firstParameter: number): string {
  if (!index) return '';
  return `, indexed as (
  insert into ${index.table} (${namesOf(index.columns)})
  select incoming.* from checkpoint, ${unnestOf(index.columns, firstParameter)} as incoming (${namesOf(index.columns)})
  on conflict do nothing
)`;
}
