import { withManyOrders, type MemorySample } from '../growth/memory-over-time';
import { slopeOf } from '../growth/slope';
import type { Metric, MetricResult, Settings } from '../metric';
import { ifPassed, resultOf } from '../projections/outcomes';

const id = 'P14';
const ORDERS = 10_000_000;
const MEBIBYTE = 2 ** 20;
/**
 * For the estimate of the time: orders a second on two cores that PostgreSQL shares, with making and auditing the
 * views.
 */
const ORDERS_A_SECOND = 5_500;

/**
 * Less than the smallest leak of an order: a reference takes eight bytes. The memory for each SKU and for the last
 * orders reaches its limit long before the second half.
 */
const HEAP_BYTES_AN_ORDER_MAX = 1;
/**
 * The allocator's reserves vary, so only the maximum of each half is compared. A leak of ten bytes an order would add
 * 50 MB in the second half.
 */
const RSS_GROWTH_MAX = 1.05;

/** P14: memory while one process places ten million orders. */
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

/**
 * Compares the second half with the first. With too few orders the figures have no goal: the time of a garbage
 * collection weighs more than the orders.
 */
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
