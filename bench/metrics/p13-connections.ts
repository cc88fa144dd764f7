import { ownFigure } from '../campaign/compare';
import type { RoundFigures } from '../campaign/cell-figures';
import { measureCell } from '../campaign/measure-cell';
import { secondsOfCell } from '../campaign/orders-campaign';
import { ours } from '../contenders/ours';
import type { CellOutcome, Metric } from '../metric';
import { hot } from '../workloads/hot';

const COUNTS = [1, 8, 64, 256];

const figures: readonly { what: string; unit: string; figure: (round: RoundFigures) => number }[] = [
  { what: 'orders/s', unit: 'orders/s', figure: ({ ordersPerSecond }) => ordersPerSecond },
  { what: 'p50', unit: 'ms', figure: ({ latency }) => latency?.p50Ms ?? Number.NaN },
  { what: 'p99', unit: 'ms', figure: ({ latency }) => latency?.p99Ms ?? Number.NaN },
];

/** P13: rate and latency at different numbers of connections. */
export const connections: Metric = {
  id: 'P13',
  title: `orders/s over HTTP at ${COUNTS.join(', ')} connections, one hot SKU`,
  secondsNeeded: (settings) => COUNTS.length * secondsOfCell(1, settings),
  measure: async (bench) => {
    const outcomes: CellOutcome[] = [];
    for (const count of COUNTS) {
      const contenders = [{ ...ours, callers: { connections: count } }];
      const measured = await measureCell({ workload: hot, contenders }, bench);
      for (const { what, ...figure } of figures) {
        outcomes.push(ownFigure(measured, { id: 'P13', cell: `${count} connections, ${what}`, goal: null, ...figure }));
      }
    }
    return outcomes;
  },
};
