import {
  positionFrom,
  StoreUnavailableError,
  type LeaseGuard,
  type Position,
  type PositionColumns,
} from '@firstwrite/event-store';
import type { Pool, QueryConfig } from 'pg';
import { advanceSql, claimSql } from './checkpoint.sql';
import type { RelayCheckpoints } from './relay-checkpoints';

const TIMEOUT_MS = 5_000;

/** Checkpoints in the store's database, over a pool that works as the application's role. */
export class PostgresRelayCheckpoints implements RelayCheckpoints {
  constructor(private readonly pool: Pool) {}

  async claim(store: number, { lease, epoch }: LeaseGuard): Promise<Position | undefined> {
    const values = [store, epoch, lease];
    const [row] = await this.query<PositionColumns>('claim', claimSql, values);
    return row && positionFrom(store, row);
  }

  async advance({ store, era, transaction, number }: Position, { lease, epoch }: LeaseGuard): Promise<boolean> {
    const rows = await this.query('advance', advanceSql, [store, epoch, lease, era, transaction, number]);
    return rows.length > 0;
  }

  private async query<Row extends object>(name: string, text: string, values: unknown[]): Promise<Row[]> {
    try {
      const query: QueryConfig & { query_timeout: number } = { name, text, values, query_timeout: TIMEOUT_MS };
      return (await this.pool.query<Row>(query)).rows;
    } catch (error) {
      throw new StoreUnavailableError(error);
    }
  }
}
