/** One column of a view's table: its name, its SQL type, and its value in a row. */
export interface Column<Row> {
  readonly name: string;
  readonly type: 'text' | 'integer' | 'bigint' | 'uuid' | 'json' | 'timestamptz';
  readonly value: (row: Row) => string | number | null;
}

/** A table that finds a view's rows by other values than their key. It has no versions: its rows never change. */
export interface ViewIndex<Row> {
  readonly table: string;
  readonly columns: readonly Column<readonly string[]>[];
  readonly rowsOf: (row: Row) => readonly (readonly string[])[];
  /** SQL condition: no row of the view needs the index row `i`. */
  readonly orphaned: string;
}

/** A view's table, described once; every statement about it is built from this description. */
export interface View<Row> {
  readonly table: string;
  /** How many of the first columns name the stream. */
  readonly streamKeyLength: number;
  /** How many of the first columns are the primary key. */
  readonly primaryKeyLength: number;
  readonly columns: readonly Column<Row>[];
  /** The values of the stream's key columns, in their order. */
  readonly keyOf: (stream: string) => readonly string[];
  /** SQL for the name of the stream that a row `v` belongs to. */
  readonly streamSql: string;
  /** A row from its column values, as the driver returns them. */
  readonly rowOf: (record: Record<string, unknown>) => Row;
  readonly index?: ViewIndex<Row>;
}

/** The same view in tables whose names end in a suffix. */
export function renamedView<Row>(view: View<Row>, suffix: string): View<Row> {
  const { index } = view;
  return { ...view, table: view.table + suffix, ...(index && { index: { ...index, table: index.table + suffix } }) };
}

/** The tables of a view: its own, then its index's. */
export function tablesOf<Row>({ table, index }: Pick<View<Row>, 'table' | 'index'>): readonly string[] {
  return index ? [table, index.table] : [table];
}
