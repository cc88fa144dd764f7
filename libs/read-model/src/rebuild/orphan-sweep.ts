import type { Pool } from 'pg';
import type { Projection } from '../projections/projection';
import type { Column } from '../views/view';
import { deleteIndexOrphansSql, deleteOrphansSql, orphanIndexRowsSql, orphanRowsSql } from './damage.sql';
import { primaryKey } from '../views/sql/view-columns';

/** Small enough that no transaction of the sweep takes 100 ms. */
const ROWS_A_PIECE = 500;

type Found = Record<string, unknown>;

/** Deletes rows that no events made. @returns how many */
export async function sweepOrphans(pool: Pool, { name, view }: Projection, store: number): Promise<number> {
  const columns = primaryKey(view);
  const ofView = await sweep(pool, orphanRowsSql(view), async (found) => {
    const values = [name, store, ...arraysOf(columns, found)];
    return (await pool.query<{ rows: number }>(deleteOrphansSql(view), values)).rows;
  });
  const { index } = view;
  if (!index) return ofView;
  const ofIndex = await sweep(pool, orphanIndexRowsSql(index), async (found) => {
    return (await pool.query<{ rows: number }>(deleteIndexOrphansSql(index), arraysOf(index.columns, found))).rows;
  });
  return ofView + ofIndex;
}

async function sweep(
  pool: Pool,
  findSql: string,
  remove: (found: readonly Found[]) => Promise<{ rows: number }[]>,
): Promise<number> {
  let removed = 0;
  for (;;) {
    const { rows: found } = await pool.query<Found>(findSql, [ROWS_A_PIECE]);
    if (found.length === 0) return removed;
    const [deleted] = await remove(found);
    removed += deleted?.rows ?? 0;
    if (found.length < ROWS_A_PIECE) return removed;
  }
}

function arraysOf(columns: readonly Pick<Column<never>, 'name'>[], rows: readonly Found[]): unknown[][] {
  return columns.map(({ name }) => rows.map((row) => row[name]));
}
