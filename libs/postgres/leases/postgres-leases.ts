import type { Pool, QueryConfig } from 'pg';
import type { Leases } from './leases';
import { acquireLeaseSql, releaseLeaseSql, renewLeaseSql } from './lease.sql';

const TIMEOUT_MS = 5_000;
/**
 * The share of the lease's time that one renewal may take: if its connection is dead, a new one can still try again.
 */
const RENEWAL_TIMEOUT_SHARE = 1 / 3;

/** Leases in the store's database, over a pool that works as the application's role ({@link applicationPool}). */
export class PostgresLeases implements Leases {
  constructor(private readonly pool: Pool) {}

  async acquire(name: string, owner: string, ttlMs: number): Promise<number | undefined> {
    const [row] = await this.query<{ epoch: string }>('acquire lease', acquireLeaseSql, [name, owner, ttlMs]);
    return row && Number(row.epoch);
  }

  async renew(name: string, epoch: number, ttlMs: number): Promise<boolean> {
    const timeoutMs = Math.min(TIMEOUT_MS, Math.ceil(ttlMs * RENEWAL_TIMEOUT_SHARE));
    const rows = await this.query('renew lease', renewLeaseSql, [name, epoch, ttlMs], timeoutMs);
    return rows.length > 0;
  }

  async release(name: string, epoch: number): Promise<void> {
    await this.query('release lease', releaseLeaseSql, [name, epoch]);
  }

  private async query<Row extends object>(
    name: string,
    text: string,
    values: unknown[],
    timeoutMs = TIMEOUT_MS,
  ): Promise<Row[]> {
    const query: QueryConfig & { query_timeout: number } = { name, text, values, query_timeout: timeoutMs };
    return (await this.pool.query<Row>(query)).rows;
  }
}
