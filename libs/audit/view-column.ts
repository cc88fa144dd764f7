import { isDeepStrictEqual } from 'node:util';
import type { Column } from '@firstwrite/views';

/** A value of a column as SQL gives it by {@link selectColumn}: null, a number, text, or JSON already parsed. */
export type Cell = unknown;

/** A column so that it can be compared to the last digit: times as whole microseconds since 1970. */
export function selectColumn({ name, type }: Column<never>): string {
  return type === 'timestamptz' ? `(date_part('epoch', v.${name}) * 1e6)::bigint` : `v.${name}`;
}

/** Whether a cell holds what a projection says that it must; both may be null. */
export function holds({ type }: Column<never>, cell: Cell, expected: unknown): boolean {
  if (cell === null || expected === null) return cell === expected;
  switch (type) {
    case 'text':
    case 'uuid':
    case 'integer':
      return cell === expected;
    case 'bigint':
      return cell === (expected as number).toString();
    case 'timestamptz':
      return cell === String(Date.parse(expected as string) * 1000);
    case 'json':
      return JSON.stringify(cell) === expected || isDeepStrictEqual(cell, JSON.parse(expected as string));
  }
}

/** A cell as the fault names it. */
export function shownCell({ type }: Column<never>, cell: Cell): string {
  if (cell === null) return 'null';
  if (type === 'timestamptz') return new Date(Number(cell) / 1000).toISOString();
  return typeof cell === 'string' ? cell : JSON.stringify(cell);
}
