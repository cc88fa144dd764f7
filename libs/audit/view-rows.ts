import { isDeepStrictEqual } from 'node:util';
import { type Column, foldsStream, type Projection } from '@firstwrite/views';
import type { AuditSession } from './audit-session';
import type { StreamPage, StreamSpan } from './stream-pages';

/** A value of a column as SQL gives it by {@link selectColumn}: null, a number, text, or JSON already parsed. */
export type Cell = unknown;

/** SQL for a column that makes exact comparison possible: times as whole microseconds since 1970. */
export function selectColumn({ name, type }: Column<never>): string {
  return type === 'timestamptz' ? `(date_part('epoch', v.${name}) * 1e6)::bigint` : `v.${name}`;
}

/** Whether a cell holds the value that a projection computes; both may be null. */
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

/** A row of a view: first the view's columns, in their order. */
export type ViewRow = readonly Cell[];

/** The rows of one view that belong to the streams of a page, by span. */
export type PageRows = ReadonlyMap<StreamSpan, readonly ViewRow[]>;

/** The last cell is the index of the span that the row belongs to. */
type RowWithSpan = readonly [...ViewRow, at: number];

/** Reads the rows that a page's events are compared with. */
export class ViewRows {
  private readonly sql: string;
  private readonly versionAt: number;

  constructor(private readonly projection: Projection) {
    this.sql = projection.keeps === 'latest' ? latestSql(projection) : historySql(projection);
    this.versionAt = projection.view.columns.findIndex(({ name }) => name === 'version');
  }

  versionOf(row: ViewRow): number {
    return row[this.versionAt] as number;
  }

  /** `latest`: the row of each stream that begins in the page. `history`: the rows of the page's versions. */
  async load(session: AuditSession, page: StreamPage): Promise<PageRows> {
    const { keeps, view } = this.projection;
    const spans = page.spans.filter(
      ({ stream, begins }) => foldsStream(this.projection, stream) && (begins || keeps === 'history'),
    );
    if (spans.length === 0) return new Map();
    const keys = spans.map(({ stream }) => view.keyOf(stream));
    const parameters: unknown[][] = Array.from({ length: view.streamKeyLength }, (_, at) => keys.map((key) => key[at]));
    if (keeps === 'history') {
      parameters.push(spans.map(({ events }) => events[0]?.version));
      parameters.push(spans.map(({ events }) => events.at(-1)?.version));
    }
    const rows = new Map<StreamSpan, ViewRow[]>(spans.map((span) => [span, []]));
    for (const row of await session.queryArrays<RowWithSpan>(this.sql, parameters)) {
      const span = spans[row.at(-1) as number];
      if (span) rows.get(span)?.push(row);
    }
    return rows;
  }
}

function latestSql({ view }: Projection): string {
  const key = view.columns.slice(0, view.streamKeyLength);
  const arrays = key.map(({ type }, at) => `$${at + 1}::${type}[]`).join(', ');
  const names = key.map(({ name }) => name).join(', ');
  return `
select ${view.columns.map(selectColumn).join(', ')}, (wanted.at - 1)::integer
from unnest(${arrays}) with ordinality as wanted (${names}, at)
join ${view.table} v using (${names})`;
}

function historySql({ view }: Projection): string {
  const key = view.columns.slice(0, view.streamKeyLength);
  const arrays = key.map(({ type }, at) => `$${at + 1}::${type}[]`).join(', ');
  const names = key.map(({ name }) => name).join(', ');
  const [first, last] = [`$${key.length + 1}::integer[]`, `$${key.length + 2}::integer[]`];
  return `
select ${view.columns.map(selectColumn).join(', ')}, (wanted.at - 1)::integer
from unnest(${arrays}, ${first}, ${last}) with ordinality as wanted (${names}, first, last, at)
join ${view.table} v on ${key.map(({ name }) => `v.${name} = wanted.${name}`).join(' and ')}
  and v.version between wanted.first and wanted.last`;
}
