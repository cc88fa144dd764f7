import { DeciderCommandHandler } from '@event-driven-io/emmett';
import type { PostgresEventStore } from '@event-driven-io/emmett-postgresql';
import { randomUUID } from 'node:crypto';
import type { OrderRequest } from '../fastify/serve-shop';
import { orderDecider } from './order.decider';
import { stockDecider } from './stock.decider';

/**
 * Emmett, "API reference", "Command Handler", "Retry": the default policy, three retries from 100 ms on. With shorter
 * waits or more retries the commands collide more often, and fewer orders of a hot SKU are accepted.
 */
const retry = { onVersionConflict: true } as const;

/** Units that were taken must go back, however busy the stream is. */
const retryLong = { retry: { onVersionConflict: 100 } };

const handleStock = DeciderCommandHandler({ ...stockDecider, mapToStreamId: (sku) => `stock-${sku}`, retry });
const handleOrder = DeciderCommandHandler({ ...orderDecider, mapToStreamId: (orderId) => `order-${orderId}` });

export function receiveStock(store: PostgresEventStore, sku: string, quantity: number) {
  return handleStock(store, sku, { type: 'ReceiveStock', data: { quantity } });
}

/**
 * Appends the event of the stock, then the event of the order, because a command handler appends to one stream in a
 * transaction of its own. If a later line is refused, the units that were taken go back.
 */
export async function placeOrder(store: PostgresEventStore, { currency, lines }: OrderRequest) {
  const orderId = randomUUID();
  const total = lines.reduce((sum, { quantity, unitPrice }) => sum + quantity * unitPrice, 0);
  const taken: [sku: string, quantity: number][] = [];
  try {
    for (const [sku, quantity] of demandsOf(lines)) {
      await handleStock(store, sku, { type: 'TakeStock', data: { orderId, quantity } });
      taken.push([sku, quantity]);
    }
    const order = { orderId, currency, lines, total, placedAt: new Date().toISOString() };
    await handleOrder(store, orderId, { type: 'PlaceOrder', data: order });
    return order;
  } catch (error) {
    for (const [sku, quantity] of taken) {
      await handleStock(store, sku, { type: 'GiveStockBack', data: { orderId, quantity } }, retryLong);
    }
    throw error;
  }
}

function demandsOf(lines: OrderRequest['lines']): [sku: string, quantity: number][] {
  const demands = new Map<string, number>();
  for (const { sku, quantity } of lines) demands.set(sku, (demands.get(sku) ?? 0) + quantity);
  return [...demands].sort(([one], [other]) => (one < other ? -1 : 1));
}
