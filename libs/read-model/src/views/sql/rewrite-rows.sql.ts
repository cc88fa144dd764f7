import type { View } from '../view';
import { assignments, namesOf, primaryKey, unnestOf } from './view-columns';

const ROWS_FROM = 3;

/**
 * Writes rows that were folded from the events, also over rows of the same version, but never over a greater one. Raising the
 * generation first makes a projector that runs meanwhile drop what it folded on the rows that were here before. What is right
 * already is not even locked. `$1` projection, `$2` store, then the rows.
 */
export function rewriteRowsSql<Row>(view: View<Row>): string {
  const same = primaryKey(view).map(({ name }) => `v.${name} = incoming.${name}`);
  return `
with ${raisedGeneration}, written as (
  insert into ${view.table} as v (${namesOf(view.columns)})
  select ${namesOf(view.columns, 'incoming.')} from checkpoint, ${unnestOf(view.columns, ROWS_FROM)} as incoming (${namesOf(view.columns)})
  where not exists (
    select from ${view.table} v
    where ${same.join(' and ')} and (${comparable(view, 'v')}) is not distinct from (${comparable(view, 'incoming')}))
  on conflict (${namesOf(primaryKey(view))}) do update set ${assignments(view)}
  where v.version <= excluded.version
)${indexed(view, ROWS_FROM + view.columns.length)}
select 1 from checkpoint`;
}

function indexed<Row>({ index }: View<Row>, from: number): string {
  if (!index) return '';
  return `, indexed as (
  insert into ${index.table} (${namesOf(index.columns)})
  select incoming.* from checkpoint, ${unnestOf(index.columns, from)} as incoming (${namesOf(index.columns)})
  on conflict do nothing
)`;
}

/** All but the key; a json column, which has no equality of its own, as its text. */
function comparable<Row>({ columns, primaryKey }: View<Row>, alias: string): string {
  return columns
    .slice(primaryKey)
    .map(({ name, type }) => `${alias}.${name}${type === 'json' ? '::text' : ''}`)
    .join(', ');
}

/** A common table expression `checkpoint` with one row; the locks behind it keep projectors of this view waiting until the statement ends. */
export const raisedGeneration = `raised as (
  update projection_checkpoint set generation = generation + 1 where projection = $1 and store = $2::smallint returning 1
), checkpoint as (select count(*) from raised)`;
