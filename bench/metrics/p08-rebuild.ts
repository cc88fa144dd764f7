import { startOurRole } from '../contenders/our-role';
import { startTask } from '../task/run-task';
import type { Bench, CellOutcome, Metric, Settings } from '../metric';
import { untilCaughtUp } from '../projections/checkpoints';
import { passStoreGate, withFilledStore, type FilledStore } from '../projections/filled-store';
import { skuAt } from '../projections/fill-store';
import { compared, type Figure } from '../projections/outcomes';
import type { Reads } from '../projections/reader';
import { rebuildAll } from '../projections/rebuild';
import { inRounds, type Measured } from '../projections/rounds';
import { makeViewsBySql, passSameViews } from '../projections/set-based';

const id = 'P8';
const SKUS = 10_000;
/** A round takes minutes on two cores. */
const ROUNDS_MAX = 3;
/** ADR 12: a piece of a rebuild, or a swap, blocks other sessions for less than this. */
const READER_WAITS_MS_MAX = 100;

const eventsOf = ({ quick }: Settings) => (quick ? 100_000 : 1_000_000);
const roundsOf = ({ rounds }: Settings) => Math.min(rounds, ROUNDS_MAX);

/**
 * P8: the time of a rebuild of all views while the service runs and is read. It is compared with the time that SQL
 * alone needs in a database without other sessions.
 */
export const rebuild: Metric = {
  id,
  title: 'rebuild of all views, 1 M events, beside a running service',
  secondsNeeded: (settings) => (eventsOf(settings) / 1_000_000) * (90 + roundsOf(settings) * 120) + 10,
  measure: (bench) => {
    const filling = { orders: (eventsOf(bench.settings) - SKUS) / 2, skus: SKUS };
    return withFilledStore({ serverUrl: bench.serverUrl, name: 'p08', filling }, (store) => measure(bench, store));
  },
};

async function measure({ settings, progress }: Bench, store: FilledStore): Promise<CellOutcome[]> {
  const { databaseUrl, database } = store;
  const service = await startOurRole('standalone', {
    DATABASE_URL: databaseUrl,
    PORT: '0',
    LOG_LEVEL: 'warn',
  });
  try {
    await untilCaughtUp(database);
    const reads: Reads[] = [];
    const swapsMs: number[] = [];
    const ours: Measured = {
      name: 'rebuild',
      once: async () => {
        const reader = startTask<Reads>({ kind: 'read', address: service.address, paths: await pathsOf(store) });
        const { seconds, swapMs } = await rebuildAll(databaseUrl, settings.profileDirectory).finally(() =>
          reader.stop(),
        );
        reads.push(await reader.result);
        swapsMs.push(swapMs);
        return seconds;
      },
      gate: async () => {
        await passStoreGate(store);
        await passSameViews(database);
      },
    };
    const bySql: Measured = { name: 'S', once: () => makeViewsBySql(database) };
    const measured = await inRounds([bySql, ours], { rounds: roundsOf(settings), progress });
    const problem = measured.get('rebuild')?.problem;
    const own = (figure: Pick<Figure, 'cell' | 'goal'>, figures: readonly number[]) =>
      compared({ id, rival: null, unit: 'ms', ...figure }, { figures, problem });
    const longestMs = reads.map(({ longestMs: waitMs }) => waitMs);
    return [
      compared(
        { id, cell: 'all views', rival: 'S', unit: 's', goal: { atMost: 1.5 } },
        measured.get('rebuild'),
        measured.get('S'),
      ),
      own({ cell: 'longest read meanwhile', goal: { atMost: READER_WAITS_MS_MAX } }, longestMs),
      own(
        { cell: 'p99 of reads meanwhile', goal: null },
        reads.map(({ p99Ms }) => p99Ms),
      ),
      own({ cell: 'longest swap', goal: null }, swapsMs),
    ];
  } finally {
    await service.stop();
  }
}

/** Paths that read a stock item, an order, a ledger and a list of orders. */
async function pathsOf({ database }: FilledStore): Promise<string[]> {
  const { rows } = await database.query<{ order_id: string }>('select order_id from order_view limit 1');
  const orderId = rows[0]?.order_id ?? '';
  const sku = skuAt(1);
  return [`/v1/stock/main/${sku}`, `/v1/orders/${orderId}`, `/v1/stock/main/${sku}/ledger`, '/v1/orders?limit=20'];
}
