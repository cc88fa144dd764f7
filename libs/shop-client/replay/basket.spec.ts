import type { OrderLine } from '../csv/order-line';
import { collectBaskets } from './basket';

const line = (orderId: string, sku: string, unitPrice = 100): OrderLine => ({ orderId, sku, unitPrice });

describe('baskets', () => {
  it('take rows of one product as one line with a quantity', () => {
    expect(collectBaskets([line('o', 's'), line('o', 't'), line('o', 's')], { merge: 1 })).toEqual([
      {
        idempotencyKey: 'o',
        lines: [
          { sku: 's', quantity: 2, unitPrice: 100 },
          { sku: 't', quantity: 1, unitPrice: 100 },
        ],
      },
    ]);
  });

  it('keep units apart that were sold at another price', () => {
    const [basket] = collectBaskets([line('o', 's', 100), line('o', 's', 90)], { merge: 1 });
    expect(basket?.lines).toEqual([
      { sku: 's', quantity: 1, unitPrice: 100 },
      { sku: 's', quantity: 1, unitPrice: 90 },
    ]);
  });

  it('collect the rows of an order that are apart in the file', () => {
    const baskets = collectBaskets([line('o', 's'), line('p', 's'), line('o', 't')], { merge: 1 });
    expect(baskets.map(({ idempotencyKey, lines }) => [idempotencyKey, lines.length])).toEqual([
      ['o', 2],
      ['p', 1],
    ]);
  });

  it('join consecutive orders, with fewer in the last basket, under a key of their ids', () => {
    const lines = ['a', 'b', 'c'].map((orderId) => line(orderId, 's'));
    const baskets = collectBaskets(lines, { merge: 2 });
    expect(baskets.map((basket) => basket.lines)).toEqual([
      [{ sku: 's', quantity: 2, unitPrice: 100 }],
      [{ sku: 's', quantity: 1, unitPrice: 100 }],
    ]);
    expect(baskets[0]?.idempotencyKey).toMatch(/^basket\/2\/[0-9a-f]{32}$/);
    expect(collectBaskets(lines, { merge: 2 })).toEqual(baskets);
    expect(
      new Set([...baskets, ...collectBaskets(lines, { merge: 3 })].map((basket) => basket.idempotencyKey)).size,
    ).toBe(3);
  });

  it('stop at the limit, counted in orders of the file', () => {
    const lines = ['a', 'b', 'c', 'd'].map((orderId) => line(orderId, 's'));
    expect(collectBaskets(lines, { merge: 1, limit: 3 })).toHaveLength(3);
    expect(collectBaskets(lines, { merge: 2, limit: 3 })).toHaveLength(2);
  });
});
