import type { OrderLine } from '../csv/order-line';

/** The stock that the shop gets of one product before the orders come. */
export interface PlannedStock {
  readonly sku: string;
  /** The price in the file's first line that sells it; integer minor units. */
  readonly unitPrice: number;
  readonly quantity: number;
}

/** Enough to see contention on single streams, few enough that most orders still succeed. */
export const hottestSkuCount = 50;
/** The hottest products get only half of the units that are asked for, so that orders are refused. */
export const hottestPercentMax = 50;

/**
 * Plans the stock of every SKU of the file: `percent` of the units that the file orders, rounded up. Below 100 the 50
 * SKUs in greatest demand get at most half of theirs, rounded down, but at least one unit; from 100 on all are
 * treated alike. Sorted by demand, the hottest first.
 */
export function planStock(lines: readonly OrderLine[], percent: number): PlannedStock[] {
  return rankByDemand(lines).map(({ sku, unitPrice, units }, rank) => {
    const isScarce = percent < 100 && rank < hottestSkuCount;
    const scarceUnits = Math.max(1, Math.floor((units * Math.min(percent, hottestPercentMax)) / 100));
    return { sku, unitPrice, quantity: isScarce ? scarceUnits : Math.ceil((units * percent) / 100) };
  });
}

function rankByDemand(lines: readonly OrderLine[]): { sku: string; unitPrice: number; units: number }[] {
  const demand = new Map<string, { sku: string; unitPrice: number; units: number }>();
  for (const { sku, unitPrice } of lines) {
    const known = demand.get(sku);
    if (known) known.units++;
    else demand.set(sku, { sku, unitPrice, units: 1 });
  }
  return [...demand.values()].sort((a, b) => b.units - a.units || (a.sku < b.sku ? -1 : 1));
}
