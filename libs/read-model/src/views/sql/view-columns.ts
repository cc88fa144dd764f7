import type { Column, View } from '../view';

export function namesOf(columns: readonly { readonly name: string }[], prefix = ''): string {
  return columns.map(({ name }) => `${prefix}${name}`).join(', ');
}

/** `unnest` of one array parameter a column: any number of rows is one prepared statement. */
export function unnestOf(columns: readonly { readonly type: string }[], firstParameter: number): string {
  const arrays = columns.map(({ type }, at) => `$${firstParameter + at}::${type}[]`);
  return `unnest(${arrays.join(', ')})`;
}

export function arraysOf<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): unknown[][] {
  return columns.map(({ value }) => rows.map(value));
}

export function streamColumns<Row>({ columns, streamKey }: View<Row>): readonly Column<Row>[] {
  return columns.slice(0, streamKey);
}

export function primaryKey<Row>({ columns, primaryKey }: View<Row>): readonly Column<Row>[] {
  return columns.slice(0, primaryKey);
}

/** `name = excluded.name` for all that is not the key. */
export function assignments<Row>({ columns, primaryKey }: View<Row>): string {
  return columns
    .slice(primaryKey)
    .map(({ name }) => `${name} = excluded.${name}`)
    .join(', ');
}
