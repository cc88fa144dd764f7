import type { LeaseGuard, Position } from '@firstwrite/event-store';

/** How far each store's feed was published, in the store's own database. Only the relay that holds the lease moves it. */
export interface RelayCheckpoints {
  /**
   * Takes the checkpoint over under the lease's epoch: from now on a relay of an earlier one cannot move it. Before the first event when
   * nothing was published. undefined: the lease has another epoch. @throws StoreUnavailableError
   */
  claim(store: number, lease: LeaseGuard): Promise<Position | undefined>;

  /** Everything up to this position was published. false: the lease has another epoch, nothing was changed. @throws StoreUnavailableError */
  advance(position: Position, lease: LeaseGuard): Promise<boolean>;
}
