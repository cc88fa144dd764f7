import { compare } from '../campaign/compare';
import { measureCell } from '../campaign/measure-cell';
import { secondsOfCell } from '../campaign/orders-campaign';
import { ours } from '../contenders/ours';
import { typeormForUpdate } from '../contenders/roster';
import type { Metric } from '../metric';
import { hot } from '../workloads/hot';

const BATCH_ORDERS = 100;
/** 1,600 orders are in flight: a batch is answered when the last of its orders is decided. */
const BATCH_CONNECTIONS = 16;

/** P4: a hundred orders in a request, compared with N, which accepts one order in a request. */
export const batches: Metric = {
  id: 'P4',
  title: `orders/s of the batch endpoint, ${BATCH_ORDERS} orders a request`,
  secondsNeeded: (settings) => secondsOfCell(2, settings),
  measure: async (bench) => {
    const batched = { batchOrders: BATCH_ORDERS, connections: BATCH_CONNECTIONS };
    const contenders = [{ ...ours, callers: batched }, typeormForUpdate];
    const figures = await measureCell({ workload: hot, contenders }, bench);
    return compare(figures, {
      id: 'P4',
      cell: `hot, batches of ${BATCH_ORDERS}`,
      unit: 'orders/s',
      figure: ({ ordersPerSecond }) => ordersPerSecond,
      rivals: { N: { atLeast: 150 } },
    });
  },
};
