import { type Position, type PositionColumns, positionFrom } from '@firstwrite/event-store';
import type { Pool } from 'pg';
import { checkpointsSql, claimSql } from './checkpoint.sql';

/** How far a projection is in one partition, and whose it is. */
export interface Checkpoint {
  /** Of its owner; an owner with a smaller one is fenced. */
  readonly epoch: string;
  /** Raised by whoever writes the view's rows beside its owner. */
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
   * Takes partitions over from whoever owned them. The first claim with another number of partitions than before
   * divides the view anew: each partition then begins where the one furthest behind was.
   */
  claim(projection: string, partitions: readonly number[], count: number): Promise<Map<number, Checkpoint>> {
    return this.query({ name: 'claim', text: claimSql }, projection, partitions, count);
  }

  /** A partition is missing when it was never claimed, or the view is divided otherwise now. */
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
