import { compare, ownFigure } from '../campaign/compare';
import type { RoundFigures } from '../campaign/cell-figures';
import { measureCell } from '../campaign/measure-cell';
import { secondsOfCell } from '../campaign/orders-campaign';
import type { RunningContender } from '../contenders/contender';
import { bare } from '../contenders/bare';
import { ours } from '../contenders/ours';
import { typeormForUpdate } from '../contenders/roster';
import type { LoadResult } from '../load/load-result';
import type { Bench, CellOutcome, Metric } from '../metric';
import { hot } from '../workloads/hot';
import { uniform } from '../workloads/spread';
import type { Workload } from '../workloads/workload';

const goals = { p99: { atMost: 1 / 50 }, rate: { atLeast: 40 }, tail: { atMost: 3 } };
const none = { p99: null, rate: null, tail: null };

/**
 * P5: the latency of an order at half of the contender's maximum rate. The rate does not depend on the answers. The
 * latency of H shows the share of the machine and the HTTP stack.
 */
export const latency: Metric = {
  id: 'P5',
  title: 'latency at half of own maximum, open loop',
  secondsNeeded: (settings) => 2 * (secondsOfCell(3, settings) + 3 * settings.seconds),
  measure: async (bench) => [...(await latencies(hot, goals, bench)), ...(await latencies(uniform, none, bench))],
};

async function latencies(workload: Workload, goal: typeof goals | typeof none, bench: Bench): Promise<CellOutcome[]> {
  const load = atHalfOfMaximum(bench);
  const figures = await measureCell({ workload, contenders: [ours, typeormForUpdate, bare], load }, bench);
  const about = { id: 'P5', unit: 'ms' };
  const { cell } = workload;
  return [
    ...compare(figures, { ...about, cell: `${cell}, p99`, figure: p99Ms, rivals: { N: goal.p99, H: null } }),
    ...compare(figures, {
      ...about,
      cell: `${cell}, rate`,
      unit: 'orders/s',
      figure: ({ ordersPerSecond }) => ordersPerSecond,
      rivals: { N: goal.rate, H: null },
    }),
    ownFigure(figures, {
      ...about,
      cell: `${cell}, p99.9 to p99`,
      figure: (round) => p999Ms(round) / p99Ms(round),
      shown: p999Ms,
      goal: goal.tail,
    }),
  ];
}

const p99Ms = ({ latency }: RoundFigures) => latency?.p99Ms ?? Number.NaN;
const p999Ms = ({ latency }: RoundFigures) => latency?.p999Ms ?? Number.NaN;

/** The maximum is measured once, before the first round. */
function atHalfOfMaximum({ settings: { seconds }, progress }: Bench) {
  const maxima = new Map<string, number>();
  return async (running: RunningContender, name: string): Promise<LoadResult> => {
    if (!running.loadAtRate) throw new Error(`${name} takes no orders at a rate`);
    let maximum = maxima.get(name);
    if (maximum === undefined) {
      maximum = (await running.load(seconds)).ordersPerSecond;
      await running.settle();
      maxima.set(name, maximum);
      progress(`${name} takes ${maximum.toFixed(0)} orders/s at most`);
    }
    return running.loadAtRate(seconds, maximum / 2);
  };
}
