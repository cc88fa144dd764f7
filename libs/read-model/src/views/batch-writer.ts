import type { CopyStatement } from '@firstwrite/event-store';
import type { Pool, QueryConfig } from 'pg';
import type { Projection, VersionedRow } from '../projections/projection';
import { copyRows } from './copy-rows';
import { moveArrays, parkedArrays, partitioned } from './projected-arrays';
import type { ProjectedPart } from './projected-part';
import { copyRowsSql, moveAllSql, withLiterals } from './sql/copy-rows.sql';
import { advanceSql, projectRowsSql } from './sql/project-rows.sql';
import { rowArrays, upsertRowsSql } from './sql/upsert-rows.sql';
import { arraysOf } from './sql/view-columns';

/** Writes what batches made of one view, together with the checkpoints that they moved. */
export class BatchWriter {
  private readonly projectSql: string;
  private readonly parkSql: string;
  private readonly changeSql: string;

  constructor(
    private readonly pool: Pool,
    private readonly projection: Projection,
    private readonly store: number,
  ) {
    this.projectSql = projectRowsSql(projection.view, { withParked: false });
    this.parkSql = projectRowsSql(projection.view, { withParked: true });
    this.changeSql = upsertRowsSql(projection.view);
  }

  /**
   * Writes what was folded and moves the checkpoints, in one transaction. Gives the partitions where that was done: of the others nothing
   * was written, their claim does not hold any more.
   */
  async write(parts: readonly ProjectedPart[]): Promise<ReadonlySet<number>> {
    // Checkpoints are locked in one order by all who lock several, so that they wait for each other and never in a circle.
    const inOrder = [...parts].sort((one, other) => one.partition - other.partition);
    const copy = this.copyFor(inOrder);
    if (copy && (await copyRows(this.pool, copy))) return new Set(parts.map(({ partition }) => partition));
    const { rows: moved } = await this.pool.query<{ partition: number }>(this.statementFor(inOrder));
    return new Set(moved.map(({ partition }) => partition));
  }

  /** For what nearly always holds: the claims are ours, and the first row of a stream is new to the view. */
  private copyFor(parts: readonly ProjectedPart[]): CopyStatement | undefined {
    const { name, keeps, view } = this.projection;
    const added: VersionedRow[] = [];
    const changed: VersionedRow[] = [];
    for (const { rows } of parts) {
      for (const row of rows) (keeps === 'history' || row.version === 1 ? added : changed).push(row);
    }
    if (added.length === 0 || parts.some(({ parked }) => parked.length > 0)) return undefined;
    const { sql, copies } = copyRowsSql(view, added);
    const moves = moveAllSql([name, this.store, ...moveArrays(parts)], parts.length);
    const changes = changed.length > 0 ? [withLiterals(this.changeSql, rowArrays(view, changed))] : [];
    return { sql: [moves, ...changes, sql].join(';\n'), copies };
  }

  private statementFor(parts: readonly ProjectedPart[]): QueryConfig {
    const { name, view } = this.projection;
    const rows = partitioned(parts, ({ rows }) => rows);
    const parked = partitioned(parts, (part) => part.parked);
    const checkpoints = [name, this.store, ...moveArrays(parts)];
    if (rows.items.length === 0 && parked.items.length === 0) {
      return { name: 'advance', text: advanceSql, values: checkpoints };
    }
    const { index } = view;
    const indexed = index && partitioned(parts, (part) => part.rows.flatMap((row) => index.rowsOf(row)));
    const values = [
      ...checkpoints,
      rows.partitions,
      ...arraysOf(view.columns, rows.items),
      ...(index && indexed ? [indexed.partitions, ...arraysOf(index.columns, indexed.items)] : []),
    ];
    if (parked.items.length === 0) return { name: `project ${name}`, text: this.projectSql, values };
    const parkedValues = [parked.partitions, ...parkedArrays(parked.items)];
    return { name: `park ${name}`, text: this.parkSql, values: [...values, ...parkedValues] };
  }
}
