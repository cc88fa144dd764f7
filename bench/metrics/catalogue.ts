import { OrdersCampaign } from '../campaign/orders-campaign';
import type { Metric } from '../metric';
import { hotOrders } from './p01-hot';
import { spreadOrders } from './p02-spread';
import { ordersInProcess } from './p03-in-process';
import { batches } from './p04-batches';
import { latency } from './p05-latency';
import { catchUp } from './p07-catch-up';
import { cpu } from './p10-cpu';
import { memoryAndDisk } from './p11-memory-disk';
import { connections } from './p13-connections';

/** The rows of the bar, in its order, of one run. */
export function rowsOfTheBar(): Metric[] {
  const campaign = new OrdersCampaign();
  return [
    hotOrders(campaign),
    spreadOrders(campaign),
    ordersInProcess,
    batches,
    latency,
    catchUp,
    cpu(campaign),
    memoryAndDisk(campaign),
  ];
}

/** What a full run adds. */
export const rowsOfAFullRun: readonly Metric[] = [connections];
