import type { RoundFigures } from '../campaign/cell-figures';
import { compare, ownFigure } from '../campaign/compare';
import type { OrdersCampaign } from '../campaign/orders-campaign';
import type { Metric } from '../metric';

const ORDERS = 1_000_000;
const ABSOLUTE = { atMost: 26 };
const spread = { N: { atMost: 1 / 40 }, 'N′': null, E: { atMost: 1 / 40 }, M: null, P: null, H: null };
const rivals = { hot: { ...spread, N: { atMost: 1 / 75 }, E: null, K: null }, uniform: spread, zipf: spread };
const cells = ['hot', 'uniform', 'zipf'] as const;

/** P10: CPU time of the rounds of P1 and P2, of the service and PostgreSQL, until the views had caught up. */
export function cpu(campaign: OrdersCampaign): Metric {
  return {
    id: 'P10',
    title: 'CPU-seconds per 1 M orders, service + PostgreSQL',
    secondsNeeded: (settings) => campaign.secondsNeeded('P10', cells, settings),
    measure: async (bench) => {
      const outcomes = [];
      for (const cell of cells) {
        const figures = await campaign.measure(cell, bench);
        const about = { id: 'P10', cell, unit: 's per 1 M orders', figure: cpuSeconds };
        outcomes.push(
          ...compare(figures, { ...about, rivals: rivals[cell] }),
          ownFigure(figures, { ...about, goal: ABSOLUTE }),
          ownFigure(figures, { ...about, cell: `${cell}, of it PostgreSQL`, figure: postgresCpuSeconds, goal: null }),
        );
      }
      return outcomes;
    },
  };
}

function cpuSeconds(round: RoundFigures): number {
  return (round.serviceCpuSeconds / round.accepted) * ORDERS + postgresCpuSeconds(round);
}

function postgresCpuSeconds({ postgresCpuSeconds: seconds, accepted }: RoundFigures): number {
  return (seconds / accepted) * ORDERS;
}
