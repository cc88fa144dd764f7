import type { Position } from '@firstwrite/event-store';
import type { Pool } from 'pg';
import { positionFrom, type PositionColumns } from '../position';
import { checkpointSql, claimSql } from './sql/checkpoint.sql';

/** How far a projection is, and whose it is. */
export interface Checkpoint {
  /** Of its owner; an owner with a smaller one is fenced. */
  readonly epoch: string;
  /** Raised by whoever writes the view's rows beside its owner. */
  readonly generation: string;
  readonly position: Position;
}

type CheckpointRow = PositionColumns & { readonly epoch: string; readonly generation: string };

/** The checkpoints of one store's projections. */
export class Checkpoints {
  constructor(
    private readonly pool: Pool,
    private readonly store: number,
  ) {}

  /** Takes a projection over from whoever owned it. */
  async claim(projection: string): Promise<Checkpoint> {
    const claimed = await this.query('claim', claimSql, projection);
    if (!claimed) throw new Error('a claim gives a row');
    return claimed;
  }

  /** Undefined: it was never claimed. */
  async read(projection: string): Promise<Checkpoint | undefined> {
    return this.query('checkpoint', checkpointSql, projection);
  }

  private async query(name: string, text: string, projection: string): Promise<Checkpoint | undefined> {
    const { rows } = await this.pool.query<CheckpointRow>({ name, text, values: [projection, this.store] });
    const [row] = rows;
    return row && { epoch: row.epoch, generation: row.generation, position: positionFrom(this.store, row) };
  }
}
