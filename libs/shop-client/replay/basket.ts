import { createHash } from 'node:crypto';
import type { OrderLine } from '../csv/order-line';

/** Units of one product at one price. */
export interface BasketLine {
  readonly sku: string;
  readonly quantity: number;
  readonly unitPrice: number;
}

/** What one request buys: one order of the file, or several joined. */
export interface Basket {
  readonly idempotencyKey: string;
  readonly lines: readonly BasketLine[];
}

/** Which orders of the file become baskets. */
export interface BasketSettings {
  /** How many consecutive orders one basket takes. */
  readonly merge: number;
  /** Only this many of the file's orders, from the first. */
  readonly limit?: number;
}

/**
 * Makes baskets of a file's lines, in the order in which the orders first appear. Lines of one product and price become
 * one line with their number as quantity. A basket's key is the order's id; the key of a joined basket has the digest
 * of its orders' ids.
 */
export function collectBaskets(lines: readonly OrderLine[], settings: BasketSettings): Basket[] {
  const orders = [...linesByOrder(lines)].slice(0, settings.limit);
  if (settings.merge === 1) {
    return orders.map(([orderId, orderLines]) => ({ idempotencyKey: orderId, lines: sumUnits(orderLines) }));
  }
  const baskets: Basket[] = [];
  for (let at = 0; at < orders.length; at += settings.merge) {
    const joined = orders.slice(at, at + settings.merge);
    const idempotencyKey = joinedKey(joined.map(([orderId]) => orderId));
    baskets.push({ idempotencyKey, lines: sumUnits(joined.flatMap(([, orderLines]) => orderLines)) });
  }
  return baskets;
}

function linesByOrder(lines: readonly OrderLine[]): Map<string, OrderLine[]> {
  const orders = new Map<string, OrderLine[]>();
  for (const line of lines) {
    const known = orders.get(line.orderId);
    if (known) known.push(line);
    else orders.set(line.orderId, [line]);
  }
  return orders;
}

function sumUnits(lines: readonly OrderLine[]): BasketLine[] {
  const summed = new Map<string, { sku: string; quantity: number; unitPrice: number }>();
  for (const { sku, unitPrice } of lines) {
    const known = summed.get(`${sku} ${unitPrice}`);
    if (known) known.quantity++;
    else summed.set(`${sku} ${unitPrice}`, { sku, quantity: 1, unitPrice });
  }
  return [...summed.values()];
}

/** Ids hold no line break, so joining them by one is unambiguous. */
function joinedKey(orderIds: readonly string[]): string {
  const digest = createHash('sha256').update(orderIds.join('\n')).digest('hex').slice(0, 32);
  return `basket/${orderIds.length}/${digest}`;
}
