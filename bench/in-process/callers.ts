import { anonymous } from '@firstwrite/command-bus';
import { PlaceOrder, placeOrderBody, ReceiveStock, type StockKey } from '@firstwrite/shop';
import { randomUUID } from 'node:crypto';
import { LoadTally, type LoadResult } from '../load/load-result';
import type { Product } from './product';
import type { CallersLoad } from './requests';

const UNITS_A_RECEIPT = 1_000_000;
const RECEIPTS_AT_ONCE = 500;

/** Receives a million units of each SKU of the list. */
export async function receiveStock({ bus }: Product, skus: readonly string[]): Promise<void> {
  const body = { quantity: UNITS_A_RECEIPT };
  const receive = (sku: string) => {
    const headers = { caller: anonymous, requestId: randomUUID(), idempotencyKey: undefined, ifMatch: undefined };
    return bus.execute(new ReceiveStock({ location: 'main', sku } as StockKey, body, headers));
  };
  for (let at = 0; at < skus.length; at += RECEIPTS_AT_ONCE) {
    await Promise.all(skus.slice(at, at + RECEIPTS_AT_ONCE).map(receive));
  }
}

/** Places orders as fast as they are answered. @throws the error of the first refused order */
export async function placeOrders(product: Product, load: CallersLoad): Promise<LoadResult> {
  const { callers, seconds, ordersMax = Infinity } = load;
  const order = orderOf(product, load);
  const tally = new LoadTally();
  const endMs = performance.now() + seconds * 1_000;
  let sent = 0;
  const caller = async (): Promise<void> => {
    for (let sentMs = performance.now(); sent < ordersMax && sentMs < endMs; sentMs = performance.now()) {
      await product.bus.execute(order((sent += 1)));
      tally.accept({ orders: 1, units: 1 }, performance.now() - sentMs);
    }
  };
  await Promise.all(Array.from({ length: callers }, caller));
  // In one process the CPU time of the load cannot be told from the product's.
  const { generatorSeconds: _, ...result } = tally.result();
  return result;
}

/**
 * Makes a command as the controller makes it from a request: the body is checked, and the command has a key. A 32-bit
 * LCG (Numerical Recipes) draws the SKU.
 */
function orderOf({ region }: Product, { skus, keyPrefix }: CallersLoad): (at: number) => PlaceOrder {
  let state = 1;
  return (at) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const sku = skus[Math.floor((state / 2 ** 32) * skus.length)];
    const body = placeOrderBody.parse({ currency: 'EUR', lines: [{ sku, quantity: 1, unitPrice: 1_999 }] });
    return new PlaceOrder(body, {
      caller: anonymous,
      region,
      operation: 'PlaceOrder',
      idempotencyKey: `${keyPrefix}-${at}`,
      requestId: randomUUID(),
      now: new Date().toISOString(),
    });
  };
}
