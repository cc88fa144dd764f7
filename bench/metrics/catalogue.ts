import { OrdersCampaign } from '../campaign/orders-campaign';
import type { Metric } from '../metric';
import { hotOrders } from './p01-hot';
import { spreadOrders } from './p02-spread';
import { ordersInProcess } from './p03-in-process';
import { batches } from './p04-batches';
import { latency } from './p05-latency';
import { viewLag } from './p06-view-lag';
import { catchUp } from './p07-catch-up';
import { rebuild } from './p08-rebuild';
import { conflicts } from './p09-conflicts';
import { cpu } from './p10-cpu';
import { memoryAndDisk } from './p11-memory-disk';
import { growth } from './p12-growth';
import { connections } from './p13-connections';
import { memoryOverTime } from './p14-memory-over-time';

/** The rows of a default run, in their order. Rows of one run share the rounds of its campaign. */
export function rowsOfTheBar(): Metric[] {
  const campaign = new OrdersCampaign();
  return [
    hotOrders(campaign),
    spreadOrders(campaign),
    ordersInProcess,
    batches,
    latency,
    viewLag,
    catchUp,
    rebuild,
    conflicts,
    cpu(campaign),
    memoryAndDisk(campaign),
  ];
}

/** The rows that only a full run measures. */
export const rowsOfAFullRun: readonly Metric[] = [growth, connections, memoryOverTime];
