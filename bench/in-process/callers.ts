import type { StockKey } from '@firstwrite/domain';
import { randomUUID } from 'node:crypto';
import { createHistogram, type RecordableHistogram } from 'node:perf_hooks';
import { placeOrderBody } from '../../apps/command-api/src/orders/order.bodies';
import { PlaceOrder } from '../../apps/command-api/src/orders/place-order.command';
import { ReceiveStock } from '../../apps/command-api/src/stock/receive-stock.command';
import type { Product } from './product';
import type { CallersLoad, CallersOutcome } from './requests';

const UNITS_A_RECEIPT = 1_000_000;
const RECEIPTS_AT_ONCE = 500;
const US_PER_MS = 1_000;

/** So many receipts of a million units of each SKU. */
export async function receiveStock(
  { bus }: Product,
  { skus, receipts }: { readonly skus: readonly string[]; readonly receipts: number },
): Promise<void> {
  const wanted = skus.flatMap((sku) => Array<string>(receipts).fill(sku));
  const body = { quantity: UNITS_A_RECEIPT };
  const receive = (sku: string) => {
    const headers = { requestId: randomUUID(), idempotencyKey: undefined, ifMatch: undefined };
    return bus.execute(new ReceiveStock({ location: 'main', sku } as StockKey, body, headers));
  };
  for (let at = 0; at < wanted.length; at += RECEIPTS_AT_ONCE) {
    await Promise.all(wanted.slice(at, at + RECEIPTS_AT_ONCE).map(receive));
  }
}

/** Places orders as fast as they are answered. @throws what the first refused order was refused with */
export async function placeOrders(product: Product, load: CallersLoad): Promise<CallersOutcome> {
  const { callers, seconds, ordersMax = Infinity } = load;
  const latencyUs = createHistogram();
  const order = orderOf(product, load);
  let sent = 0;
  const startedAtMs = performance.now();
  const endMs = startedAtMs + seconds * 1_000;
  const call = async () => {
    while (sent < ordersMax && performance.now() < endMs) {
      sent += 1;
      await timed(latencyUs, () => product.bus.execute(order(sent)));
    }
  };
  await Promise.all(Array.from({ length: callers }, call));
  return {
    accepted: sent,
    seconds: (performance.now() - startedAtMs) / 1_000,
    p50Ms: latencyUs.percentile(50) / US_PER_MS,
    p99Ms: latencyUs.percentile(99) / US_PER_MS,
  };
}

async function timed(latencyUs: RecordableHistogram, work: () => Promise<unknown>): Promise<void> {
  const startedAtMs = performance.now();
  await work();
  latencyUs.record(Math.max(1, Math.round((performance.now() - startedAtMs) * US_PER_MS)));
}

/** As the controller makes it of a request: the body is checked, and there is a key. The SKU: a 32-bit LCG (Numerical Recipes). */
function orderOf({ region }: Product, { skus, keyPrefix }: CallersLoad): (at: number) => PlaceOrder {
  let state = 1;
  return (at) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const sku = skus[Math.floor((state / 2 ** 32) * skus.length)];
    const body = placeOrderBody.parse({ currency: 'EUR', lines: [{ sku, quantity: 1, unitPrice: 1_999 }] });
    return new PlaceOrder(body, {
      region,
      operation: 'PlaceOrder',
      idempotencyKey: `${keyPrefix}-${at}`,
      requestId: randomUUID(),
      now: new Date().toISOString(),
    });
  };
}
