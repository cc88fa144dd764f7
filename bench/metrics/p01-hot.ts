import { compare } from '../campaign/compare';
import type { OrdersCampaign } from '../campaign/orders-campaign';
import type { Metric } from '../metric';

const rivals = {
  N: { atLeast: 60 },
  'N′': null,
  E: { atLeast: 500 },
  M: null,
  P: { atLeast: 10 },
  K: { atLeast: 2.5 },
  H: { atLeast: 0.7 },
};

/** P1: orders per second over HTTP, all for one SKU. */
export function hotOrders(campaign: OrdersCampaign): Metric {
  return {
    id: 'P1',
    title: 'orders/s over HTTP, one hot SKU',
    secondsNeeded: (settings) => campaign.secondsNeeded('P1', ['hot'], settings),
    measure: async (bench) => {
      const figures = await campaign.measure('hot', bench);
      const figure = { id: 'P1', cell: 'hot', unit: 'orders/s', rivals };
      return compare(figures, { ...figure, figure: ({ ordersPerSecond }) => ordersPerSecond });
    },
  };
}
