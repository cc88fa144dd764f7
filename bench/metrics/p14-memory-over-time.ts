import { withManyOrders, type MemorySample } from '../growth/memory-over-time';
import { slopeOf } from '../growth/slope';
import type { Metric, MetricResult, Settings } from '../metric';
import { ifPassed, resultOf } from '../projections/outcomes';

const id = 'P14';
const ORDERS = 10_000_000;
const MEBIBYTE = 2 ** 20;
/** Of two cores that PostgreSQL shares, with making and auditing the views: what the estimate of the time goes by. */
const ORDERS_A_SECOND = 5_500;

/**
 * Less than the smallest thing that could be left of an order: a reference takes eight bytes. What there is of each
 * SKU and what is kept of the last orders is full long before the second half.
 */
const HEAP_BYTES_AN_ORDER_MAX = 1;
/**
 * The allocator's reserves come and go, so that only the most of each half tells; ten bytes of each order would be 50
 * MB in the second.
 */
const RSS_GROWTH_MAX = 1.05;

/** P14: memory while one process places an hour's worth of orders. */
export const memoryOverTime: Metric = memoryOver(({ quick }) => (quick ? ORDERS / 100 : ORDERS));

export function memoryOver(ordersOf: (settings: Settings) => number): Metric {
  return {
    id,
    title: 'memory over ten million orders in one process',
    secondsNeeded: (settings) => ordersOf(settings) / ORDERS_A_SECOND,
    measure: async (bench) => {
      const orders = ordersOf(bench.settings);
      return withManyOrders(bench, orders, ({ samples, ordersPerSecond, gate }) =>
        ifPassed(gate, [
          ...growthOf(samples, { enough: orders >= ORDERS }),
          resultOf({ id, cell: 'orders/s meanwhile', rival: null, unit: 'orders/s', goal: null }, [ordersPerSecond]),
        ]),
      );
    },
  };
}

/** Of fewer orders it is an impression: a collection that comes earlier or later weighs more than they do. */
function growthOf(samples: readonly MemorySample[], { enough }: { readonly enough: boolean }): MetricResult[] {
  const secondHalf = samples.slice(samples.length / 2 - 1);
  const heapSlope = slopeOf(secondHalf.map(({ orders, heapUsedBytes }) => ({ x: orders, y: heapUsedBytes })));
  const mostOf = (some: readonly MemorySample[]) => Math.max(...some.map(({ rssBytes }) => rssBytes));
  const rssGrowth = mostOf(samples.slice(samples.length / 2)) / mostOf(samples.slice(0, samples.length / 2));
  const about = { id, rival: null };
  const goalOf = (atMost: number) => (enough ? { atMost } : null);
  const inMebibytes = (bytes: (sample: MemorySample) => number) => samples.map((sample) => bytes(sample) / MEBIBYTE);
  return [
    resultOf({ ...about, cell: 'heap, second half', unit: 'B an order', goal: goalOf(HEAP_BYTES_AN_ORDER_MAX) }, [
      heapSlope,
    ]),
    resultOf(
      {
        ...about,
        cell: 'RSS, most in the second half to most in the first',
        unit: 'ratio',
        goal: goalOf(RSS_GROWTH_MAX),
      },
      [rssGrowth],
    ),
    resultOf(
      { ...about, cell: 'heap, all samples', unit: 'MiB', goal: null },
      inMebibytes((at) => at.heapUsedBytes),
    ),
    resultOf(
      { ...about, cell: 'RSS, all samples', unit: 'MiB', goal: null },
      inMebibytes((at) => at.rssBytes),
    ),
  ];
}
