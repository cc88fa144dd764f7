import { COPY_NULL, copyField } from '@firstwrite/postgres';
import type { Column, View } from './view';

export function namesOf(columns: readonly { readonly name: string }[], prefix = ''): string {
  return columns.map(({ name }) => `${prefix}${name}`).join(', ');
}

/** `unnest` of one array parameter a column: one prepared statement writes or loads any number of rows. */
export function unnestOf(columns: readonly { readonly type: string }[], firstParameter: number): string {
  const arrays = columns.map(({ type }, at) => `$${firstParameter + at}::${type}[]`);
  return `unnest(${arrays.join(', ')})`;
}

export function arraysOf<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): string[] {
  return columns.map((column) => arrayLiteral(column, rows));
}

/**
 * Formats an array literal of PostgreSQL. The driver's own formatting inspects the type of every value, which is half
 * the cost of a batch.
 */
function arrayLiteral<Row>({ type, value }: Column<Row>, rows: readonly Row[]): string {
  const quoted = type === 'text' || type === 'json';
  const elements = rows.map((row) => {
    const element = value(row);
    if (element === null) return 'NULL';
    return quoted ? quote(String(element)) : String(element);
  });
  return `{${elements.join(',')}}`;
}

const TO_ESCAPE = /["\\]/;

function quote(text: string): string {
  return `"${TO_ESCAPE.test(text) ? text.replace(/["\\]/g, '\\$&') : text}"`;
}

/** Rows in COPY's text format. */
export function copyOf<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): string {
  let copy = '';
  for (const row of rows) {
    let separator = '';
    for (const { value } of columns) {
      const element = value(row);
      copy += separator + (element === null ? COPY_NULL : copyField(String(element)));
      separator = '\t';
    }
    copy += '\n';
  }
  return copy;
}

export function streamColumns<Row>({ columns, streamKeyLength }: View<Row>): readonly Column<Row>[] {
  return columns.slice(0, streamKeyLength);
}

export function primaryKey<Row>({ columns, primaryKeyLength }: View<Row>): readonly Column<Row>[] {
  return columns.slice(0, primaryKeyLength);
}

/** `name = excluded.name` for every column that is not in the primary key. */
export function assignments<Row>({ columns, primaryKeyLength }: View<Row>): string {
  return columns
    .slice(primaryKeyLength)
    .map(({ name }) => `${name} = excluded.${name}`)
    .join(', ');
}
