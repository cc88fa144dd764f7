import { compare } from '../campaign/compare';
import type { OrdersCampaign } from '../campaign/orders-campaign';
import type { Bench, CellOutcome, Metric, MetricResult } from '../metric';
import { repository } from '../repository';
import { generatedBaskets, realBaskets, realOrderLines } from '../workloads/baskets';
import { uniform, zipf } from '../workloads/spread';
import type { Workload } from '../workloads/workload';

type Goals = Readonly<Record<string, MetricResult['goal']>>;

const spread: Goals = {
  N: { atLeast: 25 },
  'N′': null,
  E: { atLeast: 25 },
  M: null,
  P: { atLeast: 1.3 },
  H: { atLeast: 0.65 },
};
/** Orders of several lines: what pgbench drives has none. */
const baskets: Goals = { N: null, 'N′': null, E: null, M: null, H: null };
const CELLS = ['uniform', 'zipf', 'real', 'generated'];

/** P2: orders per second over HTTP, spread over many SKUs. */
export function spreadOrders(campaign: OrdersCampaign): Metric {
  const measure = async (workload: Workload, rivals: Goals, bench: Bench) => {
    const figures = await campaign.measure(workload, bench);
    const figure = { id: 'P2', cell: workload.cell, unit: 'orders/s', rivals };
    return compare(figures, { ...figure, figure: ({ ordersPerSecond }) => ordersPerSecond });
  };
  return {
    id: 'P2',
    title: 'orders/s over HTTP, 10,000 SKUs, and baskets',
    secondsNeeded: (settings) => campaign.secondsNeeded('P2', settings.quick ? CELLS.slice(0, 2) : CELLS, settings),
    measure: async (bench) => {
      const outcomes = [...(await measure(uniform, spread, bench)), ...(await measure(zipf, spread, bench))];
      if (bench.settings.quick) return outcomes;
      const path = realOrderLines(repository);
      const real = path === undefined ? [noRealBaskets] : await measure(await realBaskets(path), baskets, bench);
      return [...outcomes, ...real, ...(await measure(await generatedBaskets(), baskets, bench))];
    },
  };
}

const noRealBaskets: CellOutcome = {
  id: 'P2',
  cell: 'real',
  rival: null,
  gate: 'not run',
  problem: 'FIRSTWRITE_ORDER_LINES names no file of real order lines',
};
