import { eventually } from '@firstwrite/testing';
import { scheduler } from 'node:timers/promises';
import type { Cluster } from '../e2e/cluster/cluster';
import type { Shoppers } from '../e2e/cluster/shoppers';
import { Stillness } from './stillness';

/**
 * The age of the oldest event that the log does not have yet, and of the oldest event that is missing in the partition
 * of a view that is furthest behind.
 */
const behindSql = `
select reached.what, coalesce((
  select greatest(0, extract(epoch from clock_timestamp() - e.recorded_at) * 1000)
  from event e where (e.era, e.transaction_id, e.number) > (reached.era, reached.transaction_id, reached.number)
  order by e.era, e.transaction_id, e.number limit 1), 0)::float8 as behind_ms
from (
  (select 'log' as what, era, transaction_id, number from relay_checkpoint)
  union all
  (select 'views', era, transaction_id, number from projection_checkpoint
   order by era, transaction_id, number limit 1)) reached`;

const lookEveryMs = 200;

/**
 * Checks a cluster five times a second, and remembers the greatest delays. It runs while orders are placed and until
 * the views have caught up.
 */
export class Observer {
  readonly worst = { logBehindMs: 0, viewsBehindMs: 0 };
  readonly orders = new Stillness();
  private now = { log: 0, views: 0 };
  private readonly startedMs = performance.now();
  private readonly stopping = new AbortController();
  private looking: Promise<void> | undefined;

  constructor(
    private readonly cluster: Cluster,
    private readonly shoppers: Shoppers,
  ) {}

  start(): void {
    this.looking = this.look();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.looking;
  }

  /** Waits until the log and the views have every event. */
  async viewsCaughtUp(withinMs: number): Promise<void> {
    await eventually(
      async () => {
        await this.lookOnce();
        expect(this.now).toEqual({ log: 0, views: 0 });
      },
      { withinMs, everyMs: lookEveryMs },
    );
  }

  /** The elapsed time, the orders and the current delays, for a line of progress. */
  toString(): string {
    const { accepted, refused } = this.shoppers;
    const { log, views } = this.now;
    const orders = `${accepted} orders, ${refused.length} refused`;
    const behind = `log ${seconds(log)} behind, views ${seconds(views)}`;
    return `${seconds(performance.now() - this.startedMs).padStart(8)}  ${orders.padEnd(27)}${behind.padEnd(32)}`;
  }

  private async look(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      await this.lookOnce();
      this.orders.see(String(this.shoppers.accepted), performance.now());
      await scheduler.wait(lookEveryMs, { signal }).catch(() => undefined);
    }
  }

  private async lookOnce(): Promise<void> {
    const { database } = this.cluster;
    const rows = await database.query<{ what: 'log' | 'views'; behind_ms: number }>(behindSql);
    const now = { log: 0, views: 0 };
    for (const { what, behind_ms } of rows) now[what] = behind_ms;
    this.now = now;
    this.worst.logBehindMs = Math.max(this.worst.logBehindMs, now.log);
    this.worst.viewsBehindMs = Math.max(this.worst.viewsBehindMs, now.views);
  }
}

export const seconds = (ms: number): string => `${(ms / 1_000).toFixed(1)} s`;
