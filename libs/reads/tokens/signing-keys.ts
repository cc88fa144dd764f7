import type { Pool } from 'pg';
import type { SigningKey } from './sealed-text';

/** What tokens and cursors of one store are signed and checked with. */
export interface TokenKeys {
  readonly storeId: number;
  /** The store's incarnations so far. */
  readonly eras: readonly number[];
  readonly keys: readonly SigningKey[];
}

const keysSql = 'select version, key from signing_key';
const erasSql = 'select era from store where store_id = $1';

/** Reads the signing keys, and which incarnations the store had. @throws when the database does not answer */
export async function loadTokenKeys(pool: Pool, storeId: number): Promise<TokenKeys> {
  const { rows: keys } = await pool.query<SigningKey>(keysSql);
  const { rows: eras } = await pool.query<{ era: number }>(erasSql, [storeId]);
  return { storeId, keys, eras: eras.map(({ era }) => era) };
}
