/** A name and its number; a text is shown as it is. */
export type TableRow = readonly [name: string, value: number | string];

/** Names to the left, numbers to the right, one row per line. */
export function formatTable(rows: readonly TableRow[]): string {
  const cells = rows.map(
    ([name, value]) => [name, typeof value === 'number' ? value.toLocaleString('en') : value] as const,
  );
  const nameWidth = Math.max(...cells.map(([name]) => name.length));
  const valueWidth = Math.max(...cells.map(([, value]) => value.length));
  return cells.map(([name, value]) => `${name.padEnd(nameWidth)}  ${value.padStart(valueWidth)}\n`).join('');
}
