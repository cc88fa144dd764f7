import { compare } from '../campaign/compare';
import { measureCell } from '../campaign/measure-cell';
import { secondsOfCell } from '../campaign/orders-campaign';
import { oneStatement } from '../contenders/roster';
import { inProcess } from '../in-process/in-process.contender';
import type { CellOutcome, Metric } from '../metric';
import { hot } from '../workloads/hot';
import { uniform } from '../workloads/spread';

/** The number of clients that pgbench has. */
const CALLERS = 32;

const cells = [
  { workload: hot, atLeast: 20 },
  { workload: uniform, atLeast: 2.5 },
];

/** P3: orders per second of the command bus without HTTP, compared with P, which has no HTTP either. */
export const ordersInProcess: Metric = {
  id: 'P3',
  title: `orders/s in process, ${CALLERS} callers`,
  secondsNeeded: (settings) => cells.length * secondsOfCell(2, settings),
  measure: async (bench) => {
    const contenders = [{ ...inProcess, callers: { connections: CALLERS } }, oneStatement];
    const outcomes: CellOutcome[] = [];
    for (const { workload, atLeast } of cells) {
      const figures = await measureCell({ workload, contenders }, bench);
      outcomes.push(
        ...compare(figures, {
          id: 'P3',
          cell: workload.cell,
          unit: 'orders/s',
          figure: ({ ordersPerSecond }) => ordersPerSecond,
          rivals: { P: { atLeast } },
        }),
      );
    }
    return outcomes;
  },
};
