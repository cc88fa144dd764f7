import { eventually } from '@firstwrite/testing';
import type { Cluster } from './cluster';
import { expectViewsExact } from './proofs';
import { Shoppers } from './shoppers';

/** The process that is killed. PostgreSQL then ends all its sessions and recovers from its log. */
export const postgresVictims = ['the postmaster', 'a backend', 'a background process'] as const;
export type PostgresVictim = (typeof postgresVictims)[number];

const RECOVERED_MS_MAX = 30_000;
/** A crash can lose only the last rows of a view, so a few orders before each crash are enough. */
const ORDERS = 60;

interface Crash {
  readonly victim: PostgresVictim;
  /** If false, no event follows the crash, so only the lost connections tell the projectors about it. */
  readonly goOn: boolean;
}

/** Crashes PostgreSQL while orders are placed, and proves that the views get every event without help. */
export async function crashUnderOrders(cluster: Cluster, { victim, goOn }: Crash): Promise<void> {
  const shoppers = new Shoppers({ client: cluster.clientOf('command-api'), skus: 10 });
  try {
    await shoppers.start();
    await shoppers.placeMore(ORDERS);
    const stopped = goOn ? undefined : shoppers.stop();
    await crashPostgres(cluster, victim);
    if (goOn) await shoppers.placeMore(ORDERS);
    await stopped;
  } finally {
    await shoppers.stop();
  }
  await expectViewsExact(cluster);
}

/** Kills a process of PostgreSQL as a crash would, and waits until the server has recovered. */
async function crashPostgres(cluster: Cluster, victim: PostgresVictim): Promise<void> {
  process.kill(await pidOf(cluster, victim), 'SIGKILL');
  await eventually(() => expect(cluster.database.query('select 1')).rejects.toThrow(), { withinMs: RECOVERED_MS_MAX });
  await eventually(() => cluster.reconnect(), { withinMs: RECOVERED_MS_MAX, everyMs: 50 });
}

async function pidOf({ database, postgres }: Cluster, victim: PostgresVictim): Promise<number> {
  if (victim === 'the postmaster') return postgres.pid;
  const isVictim =
    victim === 'a backend' ? `application_name = 'firstwrite'` : `backend_type in ('walwriter', 'checkpointer')`;
  const [found] = await database.query<{ pid: number }>(
    `select pid from pg_stat_activity where ${isVictim} order by random() limit 1`,
  );
  if (!found) throw new Error(`${victim} of PostgreSQL does not run`);
  return found.pid;
}
