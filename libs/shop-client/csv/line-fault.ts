/**
 * What is wrong with one line of a CSV file. `line` counts from 1 with the header, `column` is the field's number
 * from 1.
 */
export interface LineFault {
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

const quotedCharactersMax = 80;

/** `orders.csv:17:6: price "abc" is not an amount` */
export function describeFault(file: string, fault: LineFault): string {
  return `${file}:${fault.line}:${fault.column}: ${fault.message}`;
}

/** A value as it may stand in a message: quoted, cut, control characters escaped. */
export function quoted(value: string): string {
  return value.length <= quotedCharactersMax
    ? JSON.stringify(value)
    : `${JSON.stringify(value.slice(0, quotedCharactersMax))}…`;
}
