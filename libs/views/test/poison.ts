import type { TestDatabase } from '@firstwrite/testing';
import type { Fact } from './events';

/** No build knows an event of this type. */
const UNKNOWN_TYPE = 'Riddle';

/** A fact that no projection can fold until it is {@link mend}ed. */
export function spoilt([, data]: Fact): Fact {
  return [UNKNOWN_TYPE, data];
}

/** Gives an event its real type back, which only the database's owner can do. */
export async function mend(database: TestDatabase, stream: string, version: number, [type]: Fact): Promise<void> {
  await database.query('update event set type = $3 where stream = $1 and version = $2', [stream, version, type]);
}

const tables = ['stock_availability', 'stock_ledger', 'order_view', 'order_sku', 'product_view'];

/** Every row of every view as text, to compare every byte. */
export async function viewBytes(database: TestDatabase): Promise<string[]> {
  const texts: string[] = [];
  for (const table of tables) {
    const rows = await database.query<{ text: string }>(`select v::text as text from ${table} v order by 1`);
    texts.push(...rows.map(({ text }) => `${table} ${text}`));
  }
  return texts;
}

/** Empties the views, as if no projection had ever run. Discarded events stay discarded. */
export async function emptyViews(database: TestDatabase): Promise<void> {
  await database.query(`truncate ${tables.join(', ')}, projection_checkpoint, parked_stream`);
}
