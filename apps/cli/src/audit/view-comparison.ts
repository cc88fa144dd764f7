import { comparePositions, type Position } from '@firstwrite/event-store';
import { AuditFaultError } from './audit-fault.error';
import type { AuditSession } from './audit-session';
import type { StreamPage, StreamSpan } from './stream-pages';
import { holds, shownCell } from './view-column';
import { IndexComparison } from './view-index-comparison';
import type { Projection, ProjectedEvent, VersionedRow } from '@firstwrite/read-model';
import { type PageRows, type ViewRow, ViewRows } from './view-rows';

/** The stream that is being folded. */
interface CurrentFold {
  row: VersionedRow | undefined;
  /** As it was at the projection's checkpoint. */
  atCheckpoint: VersionedRow | undefined;
  /** `latest` only: the stored row, and the fold at its version. */
  readonly stored: ViewRow | undefined;
  atStored: VersionedRow | undefined;
  /** `history` only: the stored rows of the span, by version. */
  history: ReadonlyMap<number, ViewRow>;
}

/**
 * Compares one view with a fold of the events, by the projection that fills it. A row must be what the fold was at the projection's
 * checkpoint; it may be further, as a rebuild makes it, and then is compared at its own version.
 */
export class ViewComparison {
  /** Rows that were found as they must be. */
  rowCount = 0;
  /** Events of its streams that the projection has not come to yet. */
  lagEventCount = 0;
  readonly index: IndexComparison | undefined;
  private readonly rows: ViewRows;
  private current: CurrentFold | undefined;

  constructor(
    readonly projection: Projection,
    private readonly checkpoint: Position,
  ) {
    this.rows = new ViewRows(projection);
    this.index = projection.view.index && new IndexComparison(projection.view.index);
  }

  load(session: AuditSession, page: StreamPage): Promise<PageRows> {
    return this.rows.load(session, page);
  }

  /** The events of a stream follow; `loaded` is what was loaded for its page. */
  begin(span: StreamSpan, loaded: PageRows): void {
    const found = loaded.get(span) ?? [];
    const stored = this.projection.keeps === 'latest' ? found[0] : undefined;
    this.current = { row: undefined, atCheckpoint: undefined, stored, atStored: undefined, history: new Map() };
    this.resume(span, loaded);
  }

  /** Further events of the same stream follow, from another page. */
  resume(span: StreamSpan, loaded: PageRows): void {
    if (!this.current || this.projection.keeps === 'latest') return;
    this.current.history = new Map((loaded.get(span) ?? []).map((row) => [this.rows.versionOf(row), row]));
  }

  add(event: ProjectedEvent): void {
    const { current } = this;
    if (!current) return;
    current.row = this.projection.apply(current.row, event);
    const due = comparePositions(event.position, this.checkpoint) <= 0;
    if (due) current.atCheckpoint = current.row;
    else this.lagEventCount++;
    if (this.projection.keeps === 'history') this.compareHistory(current, event, due);
    else if (current.stored && this.rows.versionOf(current.stored) === event.version) current.atStored = current.row;
  }

  end(): void {
    const { current } = this;
    this.current = undefined;
    if (!current || this.projection.keeps === 'history') return;
    const { stored, atStored, atCheckpoint } = current;
    if (!stored) {
      if (atCheckpoint) throw this.missing(atCheckpoint);
      return;
    }
    const ahead = this.rows.versionOf(stored) > (atCheckpoint?.version ?? 0);
    const expected = ahead ? (atStored ?? atCheckpoint) : atCheckpoint;
    if (!expected) throw this.unexpected(stored);
    this.compare(stored, expected);
    this.index?.expect(expected);
  }

  /** Whether there are rows beyond those that belong to a stream. */
  async requireNoMore(session: AuditSession): Promise<void> {
    const { view } = this.projection;
    const [total] = await session.query<{ count: string }>(`select count(*) from ${view.table}`);
    if (Number(total?.count) !== this.rowCount) throw await this.extraRow(session, Number(total?.count));
    await this.index?.requireNoMore(session);
  }

  private compareHistory({ row, history }: CurrentFold, { version }: ProjectedEvent, due: boolean): void {
    const stored = history.get(version);
    if (stored && row) this.compare(stored, row);
    else if (stored) throw this.unexpected(stored);
    else if (row && due) throw this.missing(row);
  }

  private compare(stored: ViewRow, expected: VersionedRow): void {
    const { columns } = this.projection.view;
    for (const [at, column] of columns.entries()) {
      const value = column.value(expected);
      if (holds(column, stored[at], value)) continue;
      throw new AuditFaultError({
        where: this.placeOf(stored),
        expected: `${column.name} ${String(value)}`,
        found: shownCell(column, stored[at]),
      });
    }
    this.rowCount++;
  }

  private missing(row: VersionedRow): AuditFaultError {
    const cells = this.projection.view.columns.map(({ value }) => value(row));
    return new AuditFaultError({
      where: this.placeOf(cells),
      expected: `a row of version ${row.version}`,
      found: 'none',
    });
  }

  private unexpected(stored: ViewRow): AuditFaultError {
    return new AuditFaultError({ where: this.placeOf(stored), expected: 'no row by the events', found: 'one' });
  }

  private async extraRow(session: AuditSession, count: number): Promise<AuditFaultError> {
    const { view, keeps } = this.projection;
    const key = view.columns.slice(0, view.primaryKey).map(({ name }) => `v.${name}`);
    const sameVersion = keeps === 'history' ? ' and e.version = v.version' : '';
    const [extra] = await session.queryArrays<ViewRow>(
      `select ${key.join(', ')} from ${view.table} v
       where not exists (select from event e where e.stream = ${view.streamSql}${sameVersion})
       order by ${key.join(', ')} limit 1`,
      [],
    );
    if (extra) return this.unexpected(extra);
    return new AuditFaultError({ where: view.table, expected: `${this.rowCount} rows`, found: String(count) });
  }

  /** `stock_ledger (main, SKU-1, 3)` */
  private placeOf(cells: ViewRow): string {
    const { table, primaryKey } = this.projection.view;
    return `${table} (${cells.slice(0, primaryKey).map(String).join(', ')})`;
  }
}
