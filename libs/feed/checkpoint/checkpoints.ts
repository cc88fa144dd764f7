import { type Position, type PositionColumns, positionFrom } from '@firstwrite/event-store';
import type { Pool } from 'pg';
import { checkpointsSql, claimSql } from './checkpoint.sql';

/** How far a projection is in one partition, and which owner writes it. */
export interface Checkpoint {
  /** The epoch of the owner; an owner with a smaller one is fenced. */
  readonly epoch: string;
  /** Raised by each process that writes rows of the view without owning it, such as a rebuild. */
  readonly generation: string;
  readonly position: Position;
}

type CheckpointRow = PositionColumns & {
  readonly partition: number;
  readonly epoch: string;
  readonly generation: string;
};

/** The checkpoints of one store's projections. */
export class Checkpoints {
  constructor(
    private readonly pool: Pool,
    private readonly store: number,
  ) {}

  /**
   * Takes partitions over from their owners. The first claim with another number of partitions than before divides the
   * view anew: each new partition begins where the old partition furthest behind was.
   */
  claim(projection: string, partitions: readonly number[], count: number): Promise<Map<number, Checkpoint>> {
    return this.query({ name: 'claim', text: claimSql }, projection, partitions, count);
  }

  /** A partition is missing when it was never claimed, or the view now has another number of partitions. */
  read(projection: string, partitions: readonly number[], count: number): Promise<Map<number, Checkpoint>> {
    return this.query({ name: 'checkpoints', text: checkpointsSql }, projection, partitions, count);
  }

  private async query(
    statement: { readonly name: string; readonly text: string },
    projection: string,
    partitions: readonly number[],
    count: number,
  ): Promise<Map<number, Checkpoint>> {
    const values = [projection, this.store, partitions, count];
    const { rows } = await this.pool.query<CheckpointRow>({ values, ...statement });
    return new Map(
      rows.map(({ partition, epoch, generation, ...position }) => [
        partition,
        { epoch, generation, position: positionFrom(this.store, position) },
      ]),
    );
  }
}
