import { DatabaseError, type Pool } from 'pg';
import { ReadUnavailableError } from './errors';

export interface Statement {
  readonly name: string;
  readonly text: string;
}

/**
 * SQLSTATEs after which a repeat may succeed: connection lost, resources exhausted, read-only server, lock or
 * serialization failure, shutdown. Any other SQLSTATE is a defect.
 */
const PASSING = /^(08|25006|40|53|55|57)/;

/** The database that reads are answered from. */
export class ViewDatabase {
  constructor(
    private readonly pool: Pool,
    readonly storeId: number,
  ) {}

  /** @throws ReadUnavailableError */
  async query<Row extends object>({ name, text }: Statement, values: readonly unknown[]): Promise<Row[]> {
    try {
      const { rows } = await this.pool.query<Row>({ name, text, values: [...values] });
      return rows;
    } catch (error) {
      if (error instanceof DatabaseError && !PASSING.test(error.code ?? '')) throw error;
      throw new ReadUnavailableError(error);
    }
  }
}
