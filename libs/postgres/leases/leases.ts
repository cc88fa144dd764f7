/**
 * Leases on the primary's clock: of all who want one name, one has it at a time, until its time is over or it lets go. Who was stopped
 * does not notice that its time is over: so what it does is guarded by the epoch (`LeaseGuard`, or a row that names it).
 */
export interface Leases {
  /** Takes a lease that is free, or whose time is over, under an epoch greater than all before. undefined: somebody has it. @throws when the database does not answer */
  acquire(name: string, owner: string, ttlMs: number): Promise<number | undefined>;

  /** Has it from now on for `ttlMs`. false: somebody else took it since, or it was released; it does not come back. @throws when the database does not answer */
  renew(name: string, epoch: number, ttlMs: number): Promise<boolean>;

  /** Frees it at once, if it is still this epoch's; may be repeated. @throws when the database does not answer */
  release(name: string, epoch: number): Promise<void>;
}
