import type { Pool } from 'pg';
import type { Projection, VersionedRow } from '../fold/projection';
import { loadRowsSql } from './load-rows.sql';
import { rowArrays, upsertRowsSql } from '../write/upsert-rows.sql';
import { streamColumns } from './view-columns';

/** The rows of one view in PostgreSQL. */
export class ViewTable {
  private readonly loadSql: string;
  private readonly upsertSql: string;

  constructor(
    private readonly pool: Pick<Pool, 'query'>,
    private readonly projection: Projection,
  ) {
    this.loadSql = loadRowsSql(projection);
    this.upsertSql = upsertRowsSql(projection.view);
  }

  /** The newest row of each of these streams that has one. */
  async load(streams: readonly string[]): Promise<Map<string, VersionedRow>> {
    const { view } = this.projection;
    const found = await this.find({ name: `load ${view.table}`, text: this.loadSql }, streams);
    return new Map(found.map(([stream, record]) => [stream, view.rowOf(record)]));
  }

  /** Writes rows of streams that no projector writes now. A stored row of the same or a greater version stays. */
  async upsert(rows: readonly VersionedRow[]): Promise<void> {
    if (rows.length === 0) return;
    const { table } = this.projection.view;
    await this.pool.query({
      name: `upsert ${table}`,
      text: this.upsertSql,
      values: rowArrays(this.projection.view, rows),
    });
  }

  private async find(
    statement: { readonly name: string; readonly text: string },
    streams: readonly string[],
  ): Promise<[stream: string, record: Record<string, unknown>][]> {
    const { view } = this.projection;
    const keys = streams.map((stream) => view.keyOf(stream));
    const values = Array.from({ length: view.streamKeyLength }, (_, at) => keys.map((key) => key[at]));
    const { rows } = await this.pool.query<Record<string, unknown>>({ values, ...statement });
    const streamOfKey = new Map(keys.map((key, at) => [key.join('/'), streams[at] as string]));
    const keyNames = streamColumns(view).map(({ name }) => name);
    return rows.map((row) => [streamOfKey.get(keyNames.map((name) => row[name]).join('/')) as string, row]);
  }
}
