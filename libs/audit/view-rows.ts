import type { AuditSession } from './audit-session';
import type { StreamPage, StreamSpan } from './stream-pages';
import { selectColumn, type Cell } from './view-column';
import { concerns, type Projection } from '@firstwrite/views';

/** A row of a view: first the view's columns, in their order. */
export type ViewRow = readonly Cell[];

/** The rows of one view that belong to the streams of a page, by the page's span and the row's version. */
export type PageRows = ReadonlyMap<StreamSpan, readonly ViewRow[]>;

/** The last of its cells says which of the spans asked for it. */
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
      ({ stream, begins }) => concerns(this.projection, stream) && (begins || keeps === 'history'),
    );
    if (spans.length === 0) return new Map();
    const keys = spans.map(({ stream }) => view.keyOf(stream));
    const parameters: unknown[][] = Array.from({ length: view.streamKey }, (_, at) => keys.map((key) => key[at]));
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
  const key = view.columns.slice(0, view.streamKey);
  const arrays = key.map(({ type }, at) => `$${at + 1}::${type}[]`).join(', ');
  const names = key.map(({ name }) => name).join(', ');
  return `
select ${view.columns.map(selectColumn).join(', ')}, (wanted.at - 1)::integer
from unnest(${arrays}) with ordinality as wanted (${names}, at)
join ${view.table} v using (${names})`;
}

function historySql({ view }: Projection): string {
  const key = view.columns.slice(0, view.streamKey);
  const arrays = key.map(({ type }, at) => `$${at + 1}::${type}[]`).join(', ');
  const names = key.map(({ name }) => name).join(', ');
  const [first, last] = [`$${key.length + 1}::integer[]`, `$${key.length + 2}::integer[]`];
  return `
select ${view.columns.map(selectColumn).join(', ')}, (wanted.at - 1)::integer
from unnest(${arrays}, ${first}, ${last}) with ordinality as wanted (${names}, first, last, at)
join ${view.table} v on ${key.map(({ name }) => `v.${name} = wanted.${name}`).join(' and ')}
  and v.version between wanted.first and wanted.last`;
}
