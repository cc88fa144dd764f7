import type { ResultFile, ResultRow } from './result-file';

/** Bars of one cell: ours, and every contender that it was compared with. */
export interface BarChart {
  readonly row: string;
  readonly title: string;
  /** The name of the SVG file, without its folder. */
  readonly file: string;
  readonly unit: string;
  readonly bars: readonly { readonly name: string; readonly value: number }[];
}

/** One line for each name, over a growing quantity. */
export interface LineChart extends Omit<BarChart, 'bars'> {
  readonly points: readonly { readonly at: string; readonly value: number }[];
}

/** Rows that compare contenders, cell by cell. */
const COMPARED = new Set(['P1', 'P2', 'P3', 'P4', 'P5', 'P7', 'P8', 'P10']);
/** Rows with one cell for each step of a growing quantity. */
const GROWING = new Set(['P12', 'P13']);

/** A bar chart for each cell in which at least two contenders have a figure. */
export function barCharts({ metrics, settings }: ResultFile): BarChart[] {
  const measured = metrics.filter((row) => COMPARED.has(row.id) && row.theirs !== null);
  return [...groupBy(measured, ({ id, cell, unit }) => `${id} ${cell} ${unit}`).values()].map((rows) => {
    const [{ id, cell, unit, ours }] = rows as [ResultRow];
    const rivals = rows.map(({ rival, theirs }) => ({ name: rival ?? '', value: theirs ?? 0 }));
    return {
      row: id,
      title: `${settings.titles[id] ?? id}: ${cell}`,
      file: fileName(id, cell),
      unit: unit ?? '',
      bars: [{ name: 'ours', value: ours ?? 0 }, ...rivals],
    };
  });
}

/** A line chart for each unit of a growing row. */
export function lineCharts({ metrics, settings }: ResultFile): LineChart[] {
  const measured = metrics.filter((row) => GROWING.has(row.id) && row.ours !== null);
  return [...groupBy(measured, ({ id, unit }) => `${id} ${unit}`).values()].map((rows) => {
    const [{ id, unit }] = rows as [ResultRow];
    return {
      row: id,
      title: `${settings.titles[id] ?? id}: ${unit ?? ''}`,
      file: fileName(id, unit ?? ''),
      unit: unit ?? '',
      points: rows.map(({ cell, ours }) => ({ at: cell, value: ours ?? 0 })),
    };
  });
}

function fileName(id: string, what: string): string {
  return (
    `${id}-${what}`
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, '-')
      .replace(/-$/, '') + '.svg'
  );
}

function groupBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}
