/** One column of a view's table: what it is called, its SQL type, and what a row has in it. */
export interface Column<Row> {
  readonly name: string;
  readonly type: 'text' | 'integer' | 'bigint' | 'uuid' | 'json' | 'timestamptz';
  readonly value: (row: Row) => string | number | null;
}

/** A table without versions that finds the rows of a view by something else than their key. Its rows never change. */
export interface ViewIndex<Row> {
  readonly table: string;
  readonly columns: readonly Column<readonly string[]>[];
  readonly rowsOf: (row: Row) => readonly (readonly string[])[];
  /** SQL that is true of a row `i` that no row of the view asks for. */
  readonly orphaned: string;
}

/** A view's table, described once; every statement about it is made from this. */
export interface View<Row> {
  readonly table: string;
  /** How many of the first columns name the stream. */
  readonly streamKey: number;
  /** How many of the first columns are the primary key. */
  readonly primaryKey: number;
  readonly columns: readonly Column<Row>[];
  /** The columns that name a stream, in their order. */
  readonly keyOf: (stream: string) => readonly string[];
  /** SQL for the name of the stream that a row `v` belongs to. */
  readonly streamSql: string;
  /** A row from its columns, as the driver gives them. */
  readonly rowOf: (record: Record<string, unknown>) => Row;
  readonly index?: ViewIndex<Row>;
}
