import { generateOrders, type SampleSettings } from './order-lines.generator';

const settings: SampleSettings = { orderCount: 2_000, productCount: 5_000, seed: 1 };
const rowsOf = (text: string) =>
  text
    .trimEnd()
    .split('\n')
    .map((row) => row.split(','));

describe('made-up orders', () => {
  const orders = [...generateOrders(settings)];
  const rows = orders.flatMap(rowsOf);

  it('are the same for the same seed, and differ for another', () => {
    expect([...generateOrders(settings)]).toEqual(orders);
    const known = new Set(orders);
    expect([...generateOrders({ ...settings, seed: 2 })].filter((order) => known.has(order))).toEqual([]);
  });

  it('begin like those of a shorter file', () => {
    expect([...generateOrders({ ...settings, orderCount: 10 })]).toEqual(orders.slice(0, 10));
  });

  it('have rows of the form that the public dataset has', () => {
    const id = '[0-9a-f]{32}';
    const form = new RegExp(
      `^${id},\\d,${id},${id},201[78]-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d,\\d+\\.\\d{1,2},\\d+\\.\\d{1,2}$`,
    );
    expect(orders.flatMap((order) => order.trimEnd().split('\n')).filter((row) => !form.test(row))).toEqual([]);
    expect(rows.filter(([, , , , , price]) => /\.\d0$/.test(price ?? ''))).toEqual([]);
  });

  it('number their units from 1 and have ids of their own', () => {
    expect(new Set(rows.map(([orderId]) => orderId)).size).toBe(settings.orderCount);
    const units = orders.map((order) => rowsOf(order).map(([, unit]) => Number(unit)));
    expect(units).toEqual(units.map((numbers) => numbers.map((_, index) => index + 1)));
  });

  it('have one unit in 88 of 100', () => {
    const single = orders.filter((order) => rowsOf(order).length === 1).length;
    expect(single / orders.length).toBeGreaterThan(0.86);
    expect(single / orders.length).toBeLessThan(0.9);
  });

  it('sell a few products often and most of those sold once or twice', () => {
    const sales = new Map<string, number>();
    for (const [, , productId = ''] of rows) sales.set(productId, (sales.get(productId) ?? 0) + 1);
    const counts = [...sales.values()].sort((a, b) => b - a);
    const hottest = counts.slice(0, 50).reduce((sum, count) => sum + count, 0) / rows.length;
    expect(hottest).toBeGreaterThan(0.08);
    expect(hottest).toBeLessThan(0.16);
    expect(counts.filter((count) => count <= 2).length / counts.length).toBeGreaterThan(0.6);
  });

  it('sell a product at one price', () => {
    const prices = new Map(rows.map(([, , productId, , , price]) => [productId, price]));
    expect(rows.filter(([, , productId, , , price]) => prices.get(productId) !== price)).toEqual([]);
  });
});
