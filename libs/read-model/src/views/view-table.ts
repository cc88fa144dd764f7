import type { Pool, QueryConfig } from 'pg';
import type { Projection, VersionedRow } from '../projections/projection';
import { moveArrays, parkedArrays, partitioned } from './projected-arrays';
import type { ProjectedPart } from './projected-part';
import { loadRowsSql } from './sql/load-rows.sql';
import { advanceSql, projectRowsSql } from './sql/project-rows.sql';
import { upsertRowsSql } from './sql/upsert-rows.sql';
import { arraysOf, streamColumns } from './sql/view-columns';

/** The rows of one view in PostgreSQL. */
export class ViewTable {
  private readonly loadSql: string;
  private readonly projectSql: string;
  private readonly parkSql: string;
  private readonly upsertSql: string;

  constructor(
    private readonly pool: Pick<Pool, 'query'>,
    private readonly projection: Projection,
    private readonly store: number,
  ) {
    this.loadSql = loadRowsSql(projection);
    this.projectSql = projectRowsSql(projection.view, { withParked: false });
    this.parkSql = projectRowsSql(projection.view, { withParked: true });
    this.upsertSql = upsertRowsSql(projection.view);
  }

  /** The newest row of each of these streams that has one. */
  async load(streams: readonly string[]): Promise<Map<string, VersionedRow>> {
    const { view } = this.projection;
    const found = await this.find({ name: `load ${view.table}`, text: this.loadSql }, streams);
    return new Map(found.map(([stream, record]) => [stream, view.rowOf(record)]));
  }

  /**
   * Writes what was folded and moves the checkpoints, in one transaction. Gives the partitions where that was done: of the others nothing
   * was written, their claim does not hold any more.
   */
  async project(parts: readonly ProjectedPart[]): Promise<ReadonlySet<number>> {
    // Checkpoints are locked in one order by all who lock several, so that they wait for each other and never in a circle.
    const inOrder = [...parts].sort((one, other) => one.partition - other.partition);
    const { rows: moved } = await this.pool.query<{ partition: number }>(this.statementFor(inOrder));
    return new Set(moved.map(({ partition }) => partition));
  }

  /** Writes rows of streams that no projector touches, unless a row is as far or further. */
  async upsert(rows: readonly VersionedRow[]): Promise<void> {
    if (rows.length === 0) return;
    const { table } = this.projection.view;
    await this.pool.query({ name: `upsert ${table}`, text: this.upsertSql, values: this.arrays(rows) });
  }

  private async find(
    statement: { readonly name: string; readonly text: string },
    streams: readonly string[],
  ): Promise<[stream: string, record: Record<string, unknown>][]> {
    const { view } = this.projection;
    const keys = streams.map((stream) => view.keyOf(stream));
    const values = Array.from({ length: view.streamKey }, (_, at) => keys.map((key) => key[at]));
    const { rows } = await this.pool.query<Record<string, unknown>>({ ...statement, values });
    const streamOfKey = new Map(keys.map((key, at) => [key.join('/'), streams[at] as string]));
    const keyNames = streamColumns(view).map(({ name }) => name);
    return rows.map((row) => [streamOfKey.get(keyNames.map((name) => row[name]).join('/')) as string, row]);
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

  private arrays(rows: readonly VersionedRow[]): string[] {
    const { columns, index } = this.projection.view;
    if (!index) return arraysOf(columns, rows);
    return [
      ...arraysOf(columns, rows),
      ...arraysOf(
        index.columns,
        rows.flatMap((row) => index.rowsOf(row)),
      ),
    ];
  }
}
