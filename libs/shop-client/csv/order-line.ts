import { idempotencyKeyRule } from '@firstwrite/command-bus';
import { SKU_PATTERN } from '@firstwrite/shop';
import { type LineFault, quoted } from './line-fault';
import { parseMinorUnits } from './minor-units';

/** One unit of one product in one order: one line of the file. */
export interface OrderLine {
  readonly orderId: string;
  readonly sku: string;
  /** Integer minor units. */
  readonly unitPrice: number;
}

/** The places of the needed columns, from 0, and the number of columns that every line must have. */
export interface OrderColumns {
  readonly orderId: number;
  readonly sku: number;
  readonly price: number;
  readonly count: number;
}

/** One record as read: its fields, and the line its last field ends on. */
export interface CsvRecord {
  readonly fields: readonly string[];
  readonly lastLine: number;
}

/** Finds the needed columns in the header; a text says why the header cannot be used. */
export function findColumns(header: readonly string[]): OrderColumns | string {
  const names = header.map((name) => name.trim());
  const needed = ['order_id', 'product_id', 'price'];
  const missing = needed.filter((name) => !names.includes(name));
  if (missing.length > 0) return `the header lacks ${missing.join(', ')}`;
  const twice = needed.find((name) => names.indexOf(name) !== names.lastIndexOf(name));
  if (twice) return `the header names ${twice} twice`;
  const [orderId = 0, sku = 0, price = 0] = needed.map((name) => names.indexOf(name));
  return { orderId, sku, price, count: names.length };
}

/** Reads one record, or says what is wrong with it. `digits` is how many decimals the currency has. */
export function parseOrderLine(record: CsvRecord, columns: OrderColumns, digits: number): OrderLine | LineFault {
  const { fields } = record;
  if (fields.length !== columns.count) {
    const column = Math.min(fields.length, columns.count) + 1;
    return { line: record.lastLine, column, message: `${fields.length} columns, the header has ${columns.count}` };
  }
  const [orderId = '', sku = '', price = ''] = [fields[columns.orderId], fields[columns.sku], fields[columns.price]];
  const faultAt = (index: number, message: string) => ({ line: lineOf(record, index), column: index + 1, message });
  if (orderId === '') return faultAt(columns.orderId, 'order_id is empty');
  // It is sent as an Idempotency-Key.
  if (!idempotencyKeyRule.pattern.test(orderId)) {
    return faultAt(columns.orderId, `order_id ${quoted(orderId)} is not ${idempotencyKeyRule.words}`);
  }
  if (sku === '') return faultAt(columns.sku, 'product_id is empty');
  if (!SKU_PATTERN.test(sku)) {
    return faultAt(
      columns.sku,
      `product_id ${quoted(sku)} is not a SKU: 1 to 64 of A-Z a-z 0-9 . _ -, first a letter or digit`,
    );
  }
  const unitPrice = parseMinorUnits(price, digits);
  if (unitPrice === undefined) return faultAt(columns.price, `price ${quoted(price)} is not an amount`);
  return { orderId, sku, unitPrice };
}

/** The line on which a field begins: the record's last line minus the line breaks in the field and after it. */
function lineOf(record: CsvRecord, index: number): number {
  const breaks = record.fields.slice(index).reduce((count, field) => count + field.split('\n').length - 1, 0);
  return record.lastLine - breaks;
}
