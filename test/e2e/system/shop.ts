import type { Reply, RequestOptions } from './client';
import type { OrderLine } from './reply-body';
import type { System } from './system';

/** One line of an order, at a price that no test looks at. */
export const units = (sku: string, quantity: number, more: Partial<OrderLine> = {}): OrderLine => ({
  sku,
  quantity,
  unitPrice: 250,
  ...more,
});

export const orderOf = (...lines: OrderLine[]) => ({ currency: 'EUR', lines });

export type Shop = ReturnType<typeof shopOf>;

/** The actions of shoppers and storekeepers, in words of the shop. */
export function shopOf({ client }: Pick<System, 'client'>) {
  return {
    order: (lines: OrderLine[], options?: RequestOptions): Promise<Reply> =>
      client.post('/v1/orders', orderOf(...lines), options),

    change: (orderId: string, action: string, options?: RequestOptions): Promise<Reply> =>
      client.post(`/v1/orders/${orderId}/${action}`, undefined, options),

    receive: (sku: string, quantity: number, options?: RequestOptions): Promise<Reply> =>
      client.post(`/v1/stock/main/${sku}/receipts`, { quantity }, options),

    adjust: (sku: string, adjustment: { delta: number } | { countedOnHand: number }, options?: RequestOptions) =>
      client.post(`/v1/stock/main/${sku}/adjustments`, { reason: 'stocktake', ...adjustment }, options),
  };
}

/** Counts the replies of each status. */
export function countByStatus(replies: readonly Pick<Reply, 'status'>[]): Record<number, number> {
  const counts: Record<number, number> = {};
  for (const { status } of replies) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}
