import type { CopyStatement } from '@firstwrite/postgres';
import type { Pool, QueryConfig } from 'pg';
import type { Projection, VersionedRow } from '../fold/projection';
import { moveArrays, parkedArrays, partitioned, type CheckpointMove, type ProjectedPart } from './projected-part';
import { tablesOf } from '../table/view';
import type { SharedTransaction, ViewWrite } from './shared-transaction';
import { copyRowsSql, withLiterals } from './copy-rows.sql';
import { advanceSql, projectRowsSql } from './project-rows.sql';
import { rowArrays, upsertRowsSql } from './upsert-rows.sql';
import { arraysOf } from '../table/view-columns';

export interface BatchWriterParts {
  readonly pool: Pool;
  readonly shared: SharedTransaction;
  readonly projection: Projection;
  readonly store: number;
}

/** Writes the rows that batches changed in one view, together with the new checkpoints. */
export class BatchWriter {
  private readonly projectSql: string;
  private readonly parkSql: string;
  private readonly changeSql: string;

  constructor(private readonly parts: BatchWriterParts) {
    const { view } = parts.projection;
    this.projectSql = projectRowsSql(view, { withParked: false });
    this.parkSql = projectRowsSql(view, { withParked: true });
    this.changeSql = upsertRowsSql(view);
  }

  /**
   * Writes the folded rows and moves the checkpoints, in one transaction.
   * @returns the partitions that were written; the claims of the others are no longer valid, and nothing was written
   * for them
   */
  async write(parts: readonly ProjectedPart[]): Promise<ReadonlySet<number>> {
    const moves = parts.map((part) => this.moveOf(part));
    if (await this.wroteAsUsual(parts, moves)) return new Set(parts.map(({ partition }) => partition));
    const { rows: moved } = await this.parts.pool.query<{ partition: number }>(this.statementFor(parts, moves));
    return new Set(moved.map(({ partition }) => partition));
  }

  /**
   * Tries the usual case: no stream is parked, the claims are valid, and the first row of each stream is new to the
   * view. False if nothing was written.
   */
  private async wroteAsUsual(parts: readonly ProjectedPart[], moves: readonly CheckpointMove[]): Promise<boolean> {
    if (parts.some(({ parked }) => parked.length > 0)) return false;
    return this.parts.shared.write({ moves, ...this.copyOf(parts) });
  }

  private moveOf({ partition, claim, to }: ProjectedPart): CheckpointMove {
    return { projection: this.parts.projection.name, partition, claim, to };
  }

  private copyOf(parts: readonly ProjectedPart[]): Omit<ViewWrite, 'moves'> {
    const { keeps, view } = this.parts.projection;
    const added: VersionedRow[] = [];
    const changed: VersionedRow[] = [];
    for (const { rows } of parts) {
      for (const row of rows) (keeps === 'history' || row.version === 1 ? added : changed).push(row);
    }
    const rowCount = added.length + changed.length;
    const tables = rowCount === 0 ? [] : tablesOf(view);
    const statements = [
      ...(changed.length > 0 ? [this.changeOf(changed)] : []),
      ...(added.length > 0 ? [copyRowsSql(view, added)] : []),
    ];
    return { tables, statements, rowCount };
  }

  private changeOf(rows: readonly VersionedRow[]): CopyStatement {
    return { sql: withLiterals(this.changeSql, rowArrays(this.parts.projection.view, rows)), copies: [] };
  }

  private statementFor(parts: readonly ProjectedPart[], moves: readonly CheckpointMove[]): QueryConfig {
    const { store, projection } = this.parts;
    const { name, view } = projection;
    const rows = partitioned(parts, ({ rows }) => rows);
    const parked = partitioned(parts, (part) => part.parked);
    const checkpoints = [store, ...moveArrays(moves)];
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
