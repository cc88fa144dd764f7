import type { Pool } from 'pg';
import { lagSql } from './lag.sql';

/** How far a view is behind its store: in events, and in time on the database's clock. */
export interface ProjectionLag {
  readonly projection: string;
  /** Events beyond the checkpoint, counted up to 10,000. */
  readonly events: number;
  /** Milliseconds since the oldest of these events was recorded; 0 if there is none. */
  readonly oldestMs: number;
}

/**
 * How far each view of a store is behind. The search path of the pool's sessions selects the shared views or own ones.
 * @throws when the database does not answer
 */
export async function readLag(pool: Pool, storeId: number, names: readonly string[]): Promise<ProjectionLag[]> {
  const { rows } = await pool.query<{ projection: string; events: number; oldest_ms: number }>({
    name: 'lag',
    text: lagSql,
    values: [names, storeId],
  });
  return rows.map(({ projection, events, oldest_ms }) => ({ projection, events, oldestMs: Math.round(oldest_ms) }));
}
