import type { NewEvent } from '@firstwrite/event-store';
import { adjusted, confirmed, created, eventsOf, placed, received, taken } from './events';

export function orderIdOf(number: number): string {
  return `01890000-0000-7000-8000-${number.toString(16).padStart(12, '0')}`;
}

/**
 * A shop's past: ten stock items with a hundred changes each, a hundred orders, ten products; in batches as a lane
 * appends them.
 */
export function shopHistory(): NewEvent[][] {
  const skus = Array.from({ length: 10 }, (_, at) => `S-${at}`);
  const setUp = skus.flatMap((sku) => [
    ...eventsOf(`stock-main/${sku}`, [received(1_000)]),
    ...eventsOf(`product-${sku}`, [created(sku)]),
  ]);
  const batches = Array.from({ length: 100 }, (_, at) => {
    const orderId = orderIdOf(at);
    const chosen = [skus[at % 10] as string, skus[(at * 7 + 3) % 10] as string];
    const placedAt = new Date(Date.UTC(2026, 0, 1) + (at % 20) * 1_000).toISOString();
    return [
      ...skus.flatMap((sku) =>
        eventsOf(`stock-main/${sku}`, [at % 9 === 0 ? adjusted(-1) : taken(2, orderId)], at + 2),
      ),
      ...eventsOf(`order-${orderId}`, [placed({ orderId, skus: chosen, customerId: `c-${at % 3}`, placedAt })]),
      ...(at >= 50 ? eventsOf(`order-${orderIdOf(at - 50)}`, [confirmed()], 2) : []),
    ];
  });
  return [setUp, ...batches];
}
