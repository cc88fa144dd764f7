import type { LeaseGuard, Position } from '@firstwrite/event-store';

/**
 * The position up to which each store's feed was published, kept in the store's database. Only the lease holder moves
 * it.
 */
export interface RelayCheckpoints {
  /**
   * Takes the checkpoint over under the lease's epoch: from now on a relay of an earlier epoch cannot move it. The
   * position is before the first event when nothing was published.
   * @returns undefined when the lease has another epoch @throws StoreUnavailableError
   */
  claim(store: number, lease: LeaseGuard): Promise<Position | undefined>;

  /**
   * Moves the checkpoint: everything up to this position was published.
   * @returns false when the lease has another epoch; nothing was changed @throws StoreUnavailableError
   */
  advance(position: Position, lease: LeaseGuard): Promise<boolean>;
}
