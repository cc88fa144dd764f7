import { PostgresEventStore, type NewEvent } from '@firstwrite/event-store';
import { randomUUID } from 'node:crypto';

const SKUS = 10_000;
const ORDERS_AN_APPEND = 500;
const UNITS = 1_000_000;
const metadata = { commandId: 'bench' };

/** Appends orders of one line over 10,000 SKUs: for each the order's event and the stock's. @returns how many events there are */
export async function fillStore(url: string, orders: number): Promise<number> {
  const store = await PostgresEventStore.connect({ url, connectionsMax: 1 });
  const versions = new Map<string, number>();
  let events = 0;
  const append = async (batch: NewEvent[]) => {
    await store.append({ events: batch, confirm: [], guards: [], rows: [] });
    events += batch.length;
  };
  try {
    for (let at = 0; at < SKUS; at += ORDERS_AN_APPEND) {
      await append(Array.from({ length: ORDERS_AN_APPEND }, (_, more) => receiptOf(skuAt(at + more))));
    }
    for (let at = 0; at < orders; at += ORDERS_AN_APPEND) {
      const count = Math.min(ORDERS_AN_APPEND, orders - at);
      await append(Array.from({ length: count }, (_, more) => orderOf(at + more, versions)).flat());
    }
    return events;
  } finally {
    await store.close();
  }
}

const skuAt = (at: number) => `SKU-${at % SKUS}`;

function receiptOf(sku: string): NewEvent {
  const data = { quantity: UNITS };
  return { stream: `stock-main/${sku}`, version: 1, type: 'StockReceived', data, metadata };
}

/** A multiplicative step through the SKUs: every batch touches many of them, in no order. */
function orderOf(at: number, versions: Map<string, number>): NewEvent[] {
  const sku = skuAt(at * 7_919);
  const orderId = randomUUID();
  const version = (versions.get(sku) ?? 1) + 1;
  versions.set(sku, version);
  const lines = [{ sku, location: 'main', quantity: 1, unitPrice: 1_999 }];
  const placed = { orderId, currency: 'EUR', lines, total: 1_999, placedAt: new Date().toISOString() };
  return [
    { stream: `order-${orderId}`, version: 1, type: 'OrderPlaced', data: placed, metadata },
    { stream: `stock-main/${sku}`, version, type: 'StockDecremented', data: { orderId, quantity: 1 }, metadata },
  ];
}
