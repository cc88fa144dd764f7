import type { LeaseGuard } from '@firstwrite/event-store';
import type { Leases } from '@firstwrite/postgres';
import { backOffMs, Deadline, pause } from '@firstwrite/resilience';
import { BACK_OFF } from '../relay-options';

/** The lease, its owner, and its times. */
export interface LeadershipOptions {
  readonly leases: Leases;
  readonly name: string;
  readonly owner: string;
  readonly ttlMs: number;
  readonly renewEveryMs: number;
}

/**
 * A lease that was acquired, renewed in the background until it ends or is lost. Its time is counted on this process's
 * monotonic clock from before each request, so it expires here before it expires in the database: a process that was
 * suspended finds it expired when it wakes up.
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

  /** Acquires the lease. @returns undefined when another owner has it @throws when the database does not answer */
  static async acquire(options: LeadershipOptions): Promise<Leadership | undefined> {
    const { leases, name, owner, ttlMs } = options;
    const validity = new Deadline(ttlMs);
    const epoch = await leases.acquire(name, owner, ttlMs);
    return epoch === undefined ? undefined : new Leadership(options, { lease: name, epoch }, validity);
  }

  /** Whether the lease can still be valid; once false, it stays false. */
  get isHeld(): boolean {
    if (this.validity.isOver) this.ending.abort();
    return !this.ending.signal.aborted;
  }

  /** Aborted when the lease is lost or has ended. */
  get lost(): AbortSignal {
    return this.ending.signal;
  }

  /** Ends the lease at once; releases it in the database too, if that answers. */
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
