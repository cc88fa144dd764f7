import type { LeaseGuard } from '@firstwrite/event-store';
import type { Leases } from '@firstwrite/postgres';
import { backOffMs, Deadline, pause } from '@firstwrite/resilience';
import { BACK_OFF } from '../relay-options';

/** Who wants which lease, and for how long at a time. */
export interface LeadershipOptions {
  readonly leases: Leases;
  readonly name: string;
  readonly owner: string;
  readonly ttlMs: number;
  readonly renewEveryMs: number;
}

/**
 * A lease that was acquired, renewed in the background until it ends or is lost. Its time is counted on this process's monotonic clock
 * from before each request, so it is over here before it is over in the database: who stood still and wakes up finds it over.
 */
export class Leadership {
  private readonly ending = new AbortController();

  private constructor(
    private readonly options: LeadershipOptions,
    readonly guard: LeaseGuard,
    private validity: Deadline,
  ) {
    void this.renew();
  }

  /** undefined: somebody else has it. @throws StoreUnavailableError */
  static async acquire(options: LeadershipOptions): Promise<Leadership | undefined> {
    const { leases, name, owner, ttlMs } = options;
    const validity = new Deadline(ttlMs);
    const epoch = await leases.acquire(name, owner, ttlMs);
    return epoch === undefined ? undefined : new Leadership(options, { lease: name, epoch }, validity);
  }

  /** Whether the lease can still be valid; once false, false for ever. */
  get isHeld(): boolean {
    if (this.validity.isOver) this.ending.abort();
    return !this.ending.signal.aborted;
  }

  /** Aborted when the lease was lost or has ended. */
  get lost(): AbortSignal {
    return this.ending.signal;
  }

  /** Ends it at once, for whoever comes next too, if the database can be told. */
  async end(): Promise<void> {
    this.ending.abort();
    const { lease, epoch } = this.guard;
    await this.options.leases.release(lease, epoch).catch(() => undefined);
  }

  private async renew(): Promise<void> {
    const { leases, ttlMs, renewEveryMs } = this.options;
    const { lease, epoch } = this.guard;
    for (let failures = 0; ;) {
      const waitMs = failures > 0 ? Math.min(backOffMs(failures, BACK_OFF), renewEveryMs) : renewEveryMs;
      await pause(waitMs, this.ending.signal);
      if (!this.isHeld) return;
      const validity = new Deadline(ttlMs);
      const renewed = await leases.renew(lease, epoch, ttlMs).catch(() => undefined);
      failures = renewed === undefined ? failures + 1 : 0;
      if (renewed === false) this.ending.abort();
      else if (renewed) this.validity = validity;
    }
  }
}
