import type { OrderLine } from '../csv/order-line';
import { planStock } from './stock-plan';

/** `units` lines of each SKU; every line has its own price, which shows the line that a price is taken from. */
function demand(units: Record<string, number>): OrderLine[] {
  return Object.entries(units).flatMap(([sku, count]) =>
    Array.from({ length: count }, (_, index) => ({ orderId: `${sku}-${index}`, sku, unitPrice: 100 + index })),
  );
}

/** Fifty hot SKUs of ten units, and these SKUs in less demand. */
const behindTheHottest = (units: Record<string, number>) =>
  demand({ ...Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`hot-${index}`, 10])), ...units });

const quantityOf = (lines: OrderLine[], percent: number, sku: string) =>
  planStock(lines, percent).find((planned) => planned.sku === sku)?.quantity;

describe('the stock plan', () => {
  it('gives the share of the demand, rounded up, to SKUs that are not hot', () => {
    const lines = behindTheHottest({ nine: 9, one: 1 });
    expect([quantityOf(lines, 90, 'nine'), quantityOf(lines, 90, 'one')]).toEqual([9, 1]);
    expect(quantityOf(lines, 50, 'nine')).toBe(5);
  });

  it('gives half, rounded down, but at least one unit, to the 50 hottest', () => {
    expect(quantityOf(behindTheHottest({ nine: 9 }), 90, 'hot-7')).toBe(5);
    expect(planStock(demand({ a: 7, b: 1 }), 90).map(({ quantity }) => quantity)).toEqual([3, 1]);
  });

  it('never gives the hottest a greater share than the others', () => {
    expect(quantityOf(behindTheHottest({ nine: 9 }), 20, 'hot-7')).toBe(2);
  });

  it('treats all alike from 100 percent on', () => {
    const lines = behindTheHottest({ nine: 9 });
    expect([quantityOf(lines, 100, 'hot-7'), quantityOf(lines, 100, 'nine')]).toEqual([10, 9]);
    expect(quantityOf(lines, 150, 'nine')).toBe(14);
  });

  it('lists the hottest first, ties by SKU, with the price of the first line', () => {
    expect(planStock(demand({ b: 1, a: 1, c: 3 }), 100)).toEqual([
      { sku: 'c', unitPrice: 100, quantity: 3 },
      { sku: 'a', unitPrice: 100, quantity: 1 },
      { sku: 'b', unitPrice: 100, quantity: 1 },
    ]);
  });
});
