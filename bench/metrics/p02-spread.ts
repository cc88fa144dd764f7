import { compare } from '../campaign/compare';
import type { OrdersCampaign } from '../campaign/orders-campaign';
import type { CellOutcome, Metric, MetricResult } from '../metric';
import { realOrderLines } from '../workloads/baskets';

type Goals = Readonly<Record<string, MetricResult['goal']>>;

const spread: Goals = {
  N: { atLeast: 25 },
  'N′': null,
  E: { atLeast: 25 },
  M: null,
  P: { atLeast: 1.3 },
  H: { atLeast: 0.65 },
};
const baskets: Goals = { N: null, H: null };
const rivals = { uniform: spread, zipf: spread, real: baskets, generated: baskets };

/** P2: orders per second over HTTP, spread over many SKUs. */
export function spreadOrders(campaign: OrdersCampaign): Metric {
  return {
    id: 'P2',
    title: 'orders/s over HTTP, 10,000 SKUs, and baskets',
    secondsNeeded: (settings) => campaign.secondsNeeded('P2', measurableCells(), settings),
    measure: async (bench) => {
      const outcomes: CellOutcome[] = [];
      for (const cell of measurableCells()) {
        const figures = await campaign.measure(cell, bench);
        const figure = { id: 'P2', cell, unit: 'orders/s', rivals: rivals[cell] };
        outcomes.push(...compare(figures, { ...figure, figure: ({ ordersPerSecond }) => ordersPerSecond }));
      }
      return realOrderLines() === undefined ? [...outcomes, withoutRealBaskets] : outcomes;
    },
  };
}

function measurableCells(): (keyof typeof rivals)[] {
  return realOrderLines() === undefined ? ['uniform', 'zipf', 'generated'] : ['uniform', 'zipf', 'real', 'generated'];
}

const withoutRealBaskets: CellOutcome = {
  id: 'P2',
  cell: 'real',
  rival: null,
  gate: 'not run',
  problem: 'FIRSTWRITE_ORDER_LINES names no file of real order lines',
};
