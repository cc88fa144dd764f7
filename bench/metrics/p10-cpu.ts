import type { RoundFigures } from '../campaign/cell-figures';
import { compare, ownFigure } from '../campaign/compare';
import type { OrdersCampaign } from '../campaign/orders-campaign';
import type { Metric } from '../metric';
import { hot } from '../workloads/hot';
import { uniform, zipf } from '../workloads/spread';

const ORDERS = 1_000_000;
const ABSOLUTE = { atMost: 26 };
const spread = { N: { atMost: 1 / 40 }, 'N′': null, E: { atMost: 1 / 40 }, M: null, P: null };
const cells = [
  { workload: hot, rivals: { ...spread, N: { atMost: 1 / 75 }, E: null, K: null } },
  { workload: uniform, rivals: spread },
  { workload: zipf, rivals: spread },
];

/** P10: what the rounds of P1 and P2 cost, service and PostgreSQL, until the views had caught up. */
export function cpu(campaign: OrdersCampaign): Metric {
  const names = cells.map(({ workload }) => workload.cell);
  return {
    id: 'P10',
    title: 'CPU-seconds per 1 M orders, service + PostgreSQL',
    secondsNeeded: (settings) => campaign.secondsNeeded('P10', names, settings),
    measure: async (bench) => {
      const outcomes = [];
      for (const { workload, rivals } of cells) {
        const figures = await campaign.measure(workload, bench);
        const about = { id: 'P10', cell: workload.cell, unit: 's per 1 M orders', figure: cpuSeconds };
        outcomes.push(...compare(figures, { ...about, rivals }), ownFigure(figures, { ...about, goal: ABSOLUTE }));
      }
      return outcomes;
    },
  };
}

function cpuSeconds({ serviceCpuSeconds, postgresCpuSeconds, accepted }: RoundFigures): number {
  return ((serviceCpuSeconds + postgresCpuSeconds) / accepted) * ORDERS;
}
