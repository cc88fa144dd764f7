/**
 * Leases on the primary's clock: a name has one owner at a time, until the lease expires or is released. A process that
 * was suspended does not notice that its lease has expired, so its writes are guarded by the epoch (a `LeaseGuard`, or
 * a row that names the epoch).
 */
export interface Leases {
  /**
   * Acquires a lease that is free or has expired, under an epoch greater than all before.
   * @returns undefined when another owner has it @throws when the database does not answer
   */
  acquire(name: string, owner: string, ttlMs: number): Promise<number | undefined>;

  /**
   * Extends the lease to `ttlMs` from now.
   * @returns false when another owner acquired it since, or it was released: this epoch is over
   * @throws when the database does not answer
   */
  renew(name: string, epoch: number, ttlMs: number): Promise<boolean>;

  /** Frees the lease at once, if this epoch still has it; may be repeated. @throws when the database does not answer */
  release(name: string, epoch: number): Promise<void>;
}
