import type { Pool } from 'pg';
import type { VersionedRow } from '../fold/projection';
import type { Column, View } from '../table/view';
import { RowsHash } from './rows-hash';

const PAGE_ROWS = 5_000;

type Found = Record<string, unknown>;
type AnyColumn = Pick<Column<never>, 'name' | 'type'>;

interface StoredTable {
  readonly table: string;
  readonly columns: readonly AnyColumn[];
  /** How many of the columns are the primary key. */
  readonly primaryKeyLength: number;
}

/**
 * The hash of all rows of a view's tables, which are read page by page. Writes nothing, and blocks no other session.
 */
export async function hashStoredRows(
  pool: Pool,
  view: View<VersionedRow>,
  onRows: (count: number) => void,
): Promise<RowsHash<VersionedRow>> {
  const hash = new RowsHash(view);
  for await (const records of pagesOf(pool, view)) {
    for (const record of records) hash.addStored('view', record);
    onRows(records.length);
  }
  const { index } = view;
  if (!index) return hash;
  for await (const records of pagesOf(pool, { ...index, primaryKeyLength: index.columns.length })) {
    for (const record of records) hash.addStored('index', record);
    onRows(records.length);
  }
  return hash;
}

async function* pagesOf(pool: Pool, stored: StoredTable): AsyncGenerator<Found[]> {
  let after: unknown[] | undefined;
  for (;;) {
    const { rows } = await pool.query<Found>(pageSql(stored, after !== undefined), [PAGE_ROWS, ...(after ?? [])]);
    yield rows;
    const last = rows.at(-1);
    if (!last || rows.length < PAGE_ROWS) return;
    after = stored.columns.slice(0, stored.primaryKeyLength).map((_, at) => last[`key_${at}`]);
  }
}

/**
 * Selects the key as text, too. The driver's times are coarser than the database's: with them, a page would not begin
 * where the page before ended.
 */
function pageSql({ table, columns, primaryKeyLength }: StoredTable, isNext: boolean): string {
  const key = columns.slice(0, primaryKeyLength);
  const names = key.map(({ name }) => `v.${name}`).join(', ');
  const after = key.map(({ type }, at) => `$${at + 2}::${type}`).join(', ');
  const shown = columns.map(({ name, type }) => (type === 'json' ? `v.${name}::text as ${name}` : `v.${name}`));
  const keys = key.map(({ name }, at) => `v.${name}::text as key_${at}`);
  return `
select ${[...shown, ...keys].join(', ')} from ${table} v
${isNext ? `where (${names}) > (${after})` : ''}
order by ${names} limit $1`;
}
