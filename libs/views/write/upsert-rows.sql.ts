import type { View } from '../table/view';
import { arraysOf, assignments, namesOf, primaryKey, unnestOf } from '../table/view-columns';

/**
 * Upserts rows, each only over a smaller version, and inserts their index rows. The parameters are one array a column:
 * first those of the view, then those of its index.
 */
export function upsertRowsSql<Row>(view: View<Row>): string {
  const upsert = `
insert into ${view.table} as v (${namesOf(view.columns)})
select * from ${unnestOf(view.columns, 1)}
on conflict (${namesOf(primaryKey(view))}) do update set ${assignments(view)}
where v.version < excluded.version`;
  const { index } = view;
  if (!index) return upsert;
  return `
with indexed as (
  insert into ${index.table} (${namesOf(index.columns)})
  select * from ${unnestOf(index.columns, 1 + view.columns.length)}
  on conflict do nothing
)${upsert}`;
}

/** The parameters of {@link upsertRowsSql}. */
export function rowArrays<Row>({ columns, index }: View<Row>, rows: readonly Row[]): string[] {
  const arrays = arraysOf(columns, rows);
  if (!index) return arrays;
  const indexed = rows.flatMap((row) => index.rowsOf(row));
  return [...arrays, ...arraysOf(index.columns, indexed)];
}
