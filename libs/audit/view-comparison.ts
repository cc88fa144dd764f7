import { comparePositions, type Position } from '@firstwrite/event-store';
import { AuditFaultError, eventPlace } from './audit-fault.error';
import type { AuditSession } from './audit-session';
import type { StreamPage, StreamSpan } from './stream-pages';
import { holds, shownCell, type PageRows, type ViewRow, ViewRows } from './view-rows';
import { IndexComparison } from './view-index-comparison';
import {
  advance,
  emptyStream,
  PoisonEventError,
  rowMadeBy,
  type Folding,
  type Projection,
  type StreamState,
  type VersionedRow,
} from '@firstwrite/views';
import type { FeedEvent } from '@firstwrite/feed';
import type { Exclusions } from './exclusions';
import type { ViewCheckpoints } from './view-checkpoints';

/** The stream that is being folded. */
interface CurrentFold {
  /** Undefined after an event that cannot be folded: the fold of the stream has ended. */
  state: StreamState | undefined;
  /** How far the projection is in the stream's partition. */
  readonly checkpoint: Position;
  /** The version that the stream is parked at; Infinity: it is not. */
  readonly parkedAt: number;
  /** The row at the checkpoint, or before the parked event. */
  atCheckpoint: VersionedRow | undefined;
  /** `latest` only: the stored row, and the fold at its version. */
  readonly stored: ViewRow | undefined;
  atStored: VersionedRow | undefined;
  /** `history` only: the stored rows of the span, by version. */
  history: ReadonlyMap<number, ViewRow>;
}

/**
 * Compares one view with a fold of the events, by the projection that fills it. A row must equal the fold at the
 * projection's checkpoint. After a rebuild it may be further; then it is compared at its own version. The row of a
 * parked stream must equal the fold before the parked event, or be further after a retry.
 */
export class ViewComparison {
  /** Rows that equal the fold. */
  rowCount = 0;
  /** Events of its streams that the projection has not read yet. */
  lagEventCount = 0;
  readonly index: IndexComparison | undefined;
  private readonly rows: ViewRows;
  private readonly folding: Folding;
  private current: CurrentFold | undefined;

  constructor(
    readonly projection: Projection,
    private readonly checkpoints: ViewCheckpoints,
    private readonly exclusions: Exclusions,
  ) {
    this.rows = new ViewRows(projection);
    this.folding = { projection, discarded: exclusions.discardedOf(projection.name) };
    this.index = projection.view.index && new IndexComparison(projection.view.index);
  }

  load(session: AuditSession, page: StreamPage): Promise<PageRows> {
    return this.rows.load(session, page);
  }

  /** Begins a stream whose events follow; `loaded` are the rows of its page. */
  begin(span: StreamSpan, loaded: PageRows): void {
    const found = loaded.get(span) ?? [];
    const stored = this.projection.keeps === 'latest' ? found[0] : undefined;
    this.current = {
      state: emptyStream,
      checkpoint: this.checkpoints.of(span.stream),
      parkedAt: this.exclusions.parkedAt(this.projection.name, span.stream),
      ...{ atCheckpoint: undefined, stored, atStored: undefined, history: new Map() },
    };
    this.resume(span, loaded);
  }

  /** Further events of the same stream follow, from another page. */
  resume(span: StreamSpan, loaded: PageRows): void {
    if (!this.current || this.projection.keeps === 'latest') return;
    this.current.history = new Map((loaded.get(span) ?? []).map((row) => [this.rows.versionOf(row), row]));
  }

  add(event: FeedEvent): void {
    const { current } = this;
    if (!current) return;
    const isPassed = comparePositions(event.position, current.checkpoint) <= 0;
    if (!isPassed) this.lagEventCount++;
    const isDue = isPassed && event.version < current.parkedAt;
    current.state = current.state && this.fold(current.state, event, isDue);
    const { state } = current;
    if (isDue) current.atCheckpoint = state?.row;
    if (this.projection.keeps === 'history') this.compareHistory(current, event, isDue);
    else if (current.stored && this.rows.versionOf(current.stored) === event.version) current.atStored = state?.row;
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

  /**
   * Requires that the view has no other rows than those that were compared.
   * @throws AuditFaultError
   */
  async requireNoMore(session: AuditSession): Promise<void> {
    const { view } = this.projection;
    const [total] = await session.query<{ count: string }>(`select count(*) from ${view.table}`);
    if (Number(total?.count) !== this.rowCount) throw await this.extraRow(session, Number(total?.count));
    await this.index?.requireNoMore(session);
  }

  /**
   * Undefined if the event cannot be folded. This is no fault of a view that has not read the event yet, or has parked
   * it.
   */
  private fold(state: StreamState, event: FeedEvent, isDue: boolean): StreamState | undefined {
    try {
      return advance(this.folding, state, event);
    } catch (error) {
      if (!(error instanceof PoisonEventError)) throw error;
      if (!isDue) return undefined;
      throw new AuditFaultError({
        where: eventPlace(event),
        expected: `an event that ${this.projection.name} can fold, or has parked`,
        found: error.message,
      });
    }
  }

  private compareHistory({ state, history }: CurrentFold, { version }: FeedEvent, isDue: boolean): void {
    const stored = history.get(version);
    const row = state && rowMadeBy(state);
    if (stored && row) this.compare(stored, row);
    else if (stored) throw this.unexpected(stored);
    else if (row && isDue) throw this.missing(row);
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
    const key = view.columns.slice(0, view.primaryKeyLength).map(({ name }) => `v.${name}`);
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
    const { table, primaryKeyLength } = this.projection.view;
    return `${table} (${cells.slice(0, primaryKeyLength).map(String).join(', ')})`;
  }
}
