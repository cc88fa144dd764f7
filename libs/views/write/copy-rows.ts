import { SingleWriteQuery, type CopyStatement } from '@firstwrite/postgres';
import { DatabaseError, type Pool } from 'pg';
import { CLAIM_LOST } from './copy-rows.sql';

const UNIQUE_VIOLATION = '23505';

/**
 * Runs a statement with COPYs in one round trip and one transaction. A copied row costs half as much as an insert that
 * first looks for an existing row.
 * @returns false when nothing was written, because a row exists already or a claim is no longer valid
 */
export async function copyRows(pool: Pool, statement: CopyStatement): Promise<boolean> {
  const client = await pool.connect();
  const query = new SingleWriteQuery(statement);
  client.query(query);
  try {
    await query.finished;
    client.release();
    return true;
  } catch (error) {
    const code = error instanceof DatabaseError ? error.code : undefined;
    const refused = code === UNIQUE_VIOLATION || code === CLAIM_LOST;
    // After any other failure the connection may be in any state.
    client.release(!refused);
    if (refused) return false;
    throw error;
  }
}
