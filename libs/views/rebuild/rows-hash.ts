import type { Column, View } from '../table/view';
import { hash } from 'node:crypto';

/** A value of a column: as it is folded, or as the driver gives it; json as text. */
type Cell = string | number | Date | null;

/**
 * A column's value in one form, whether it comes from a fold or from the database. Times are exact to the millisecond,
 * as the driver returns them.
 */
function canonical(type: Column<never>['type'], value: Cell): string | number | null {
  if (value === null) return null;
  if (type === 'timestamptz') return value instanceof Date ? value.getTime() : Date.parse(String(value));
  if (type === 'uuid') return String(value).toLowerCase();
  return type === 'integer' ? Number(value) : String(value).toWellFormed();
}

const EIGHT_BYTES = 64;

/**
 * A hash of a set of rows that does not depend on their order: the sum of 64 bits of the SHA-1 of each row. Rows can be
 * removed again. The hash finds mistakes; it is no protection against forged rows.
 */
export class RowsHash<Row> {
  rows = 0;
  private sum = 0n;

  constructor(private readonly view: View<Row>) {}

  /** Adds a folded row and its rows in the view's index. */
  add(row: Row): void {
    for (const text of this.textsOf(row)) this.addText(text);
  }

  remove(row: Row): void {
    for (const text of this.textsOf(row)) this.change(text, -1);
  }

  /** Adds a row of the view's table or of its index, as the database returns it, json as text. */
  addStored(of: 'view' | 'index', record: Record<string, unknown>): void {
    const columns = of === 'view' ? this.view.columns : (this.view.index?.columns ?? []);
    this.addText(`${of}${JSON.stringify(columns.map(({ name, type }) => canonical(type, record[name] as Cell)))}`);
  }

  /** 16 hexadecimal digits. */
  get value(): string {
    return this.sum.toString(16).padStart(EIGHT_BYTES / 4, '0');
  }

  private textsOf(row: Row): string[] {
    const { columns, index } = this.view;
    const own = `view${JSON.stringify(columns.map(({ type, value }) => canonical(type, value(row))))}`;
    if (!index) return [own];
    const found = index.rowsOf(row).map((entry) => {
      return `index${JSON.stringify(index.columns.map(({ type, value }) => canonical(type, value(entry))))}`;
    });
    return [own, ...found];
  }

  private addText(text: string): void {
    this.change(text, 1);
  }

  private change(text: string, by: 1 | -1): void {
    const bits = hash('sha1', text, 'buffer').readBigUInt64BE();
    this.sum = BigInt.asUintN(EIGHT_BYTES, by === 1 ? this.sum + bits : this.sum - bits);
    this.rows += by;
  }
}
