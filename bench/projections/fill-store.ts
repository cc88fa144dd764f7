import { fingerprintOf } from '@firstwrite/command-bus';
import { snapshotSchemaVersions } from '@firstwrite/shop';
import { PostgresEventStore, type NewEvent, type Snapshot } from '@firstwrite/event-store';
import { randomUUID } from 'node:crypto';

/** What a store is filled with: orders of one line, hence two events each, and a receipt for each SKU. */
export interface Filling {
  readonly orders: number;
  /** Over which the orders are spread. */
  readonly skus: number;
  /** SKUs besides, and how many events each one's stream gets. */
  readonly longStreams?: readonly { readonly sku: string; readonly events: number }[];
}

/** Half of them orders' events, half of them the stock's: as large as COPY still gains from, and a page of the feed. */
const ORDERS_AN_APPEND = 1_000;
/** As much as one receipt may bring. */
const UNITS = 1_000_000;
/** The lane makes a snapshot when a stream has grown by 500 events. */
const EVENTS_SINCE_SNAPSHOT = 499;
const CURRENCY = 'EUR';
const UNIT_PRICE = 1_999;

/**
 * Appends rows as the product's lane would: the same events in the same transaction, with fingerprints and metadata
 * of the same length, by the store's own append.
 * @returns how many events and orders there are
 */
export async function fillStore(url: string, filling: Filling): Promise<{ events: number; orders: number }> {
  const store = await PostgresEventStore.connect({ url, connectionsMax: 1 });
  let events = 0;
  const append = async (batch: NewEvent[]) => {
    await store.append({ events: batch, confirm: [], guards: [], rows: [] });
    events += batch.length;
  };
  const stock = new FilledStock();
  try {
    for (const skus of pagesOf(skusOf(filling))) await append(skus.map((sku) => stock.receive(sku)));
    let orders = 0;
    for (const skus of pagesOf(orderedSkus(filling))) {
      await append(skus.flatMap((sku) => stock.order(sku)));
      orders += skus.length;
    }
    for (const snapshots of pagesOf(stock.snapshots())) await store.saveSnapshots(snapshots);
    return { events, orders };
  } finally {
    await store.close();
  }
}

function* skusOf({ skus, longStreams = [] }: Filling): Generator<string> {
  for (let at = 0; at < skus; at++) yield skuAt(at);
  for (const { sku } of longStreams) yield sku;
}

/**
 * A multiplicative step through the SKUs: every batch touches many of them, in no order. A long stream has its
 * receipt besides.
 */
function* orderedSkus({ orders, skus, longStreams = [] }: Filling): Generator<string> {
  for (let at = 0; at < orders; at++) yield skuAt((at * 7_919) % skus);
  for (const { sku, events } of longStreams) for (let at = 1; at < events; at++) yield sku;
}

export const streamOf = (sku: string) => `stock-main/${sku}`;

export const skuAt = (at: number) => `SKU-${at}`;

function* pagesOf<Item>(items: Iterable<Item>): Generator<Item[]> {
  let page: Item[] = [];
  for (const item of items) {
    page.push(item);
    if (page.length < ORDERS_AN_APPEND) continue;
    yield page;
    page = [];
  }
  if (page.length > 0) yield page;
}

/** Gives each stream's events their versions. */
class FilledStock {
  private readonly versions = new Map<string, number>();
  private readonly fingerprints = new Map<string, string>();

  receive(sku: string): NewEvent {
    return this.next(sku, 'StockReceived', { quantity: UNITS }, randomUUID());
  }

  order(sku: string): NewEvent[] {
    const orderId = randomUUID();
    const commandId = randomUUID();
    const lines = [{ sku, location: 'main', quantity: 1, unitPrice: UNIT_PRICE }];
    const placedAt = new Date().toISOString();
    const fingerprint = this.fingerprintOf(sku, lines);
    const data = { orderId, currency: CURRENCY, lines, total: UNIT_PRICE, placedAt, fingerprint };
    return [
      { stream: `order-${orderId}`, version: 1, type: 'OrderPlaced', data, metadata: { commandId } },
      this.next(sku, 'StockDecremented', { orderId, quantity: 1 }, commandId),
    ];
  }

  /** As old as the lane lets them become. */
  *snapshots(): Generator<Snapshot> {
    for (const [sku, last] of this.versions) {
      const version = last - EVENTS_SINCE_SNAPSHOT;
      if (version < EVENTS_SINCE_SNAPSHOT) continue;
      const state = { onHand: UNITS - (version - 1), reserved: 0 };
      yield { stream: streamOf(sku), version, schemaVersion: snapshotSchemaVersions.stock, state };
    }
  }

  private next(sku: string, type: string, data: object, commandId: string): NewEvent {
    const version = (this.versions.get(sku) ?? 0) + 1;
    this.versions.set(sku, version);
    return { stream: streamOf(sku), version, type, data, metadata: { commandId } };
  }

  private fingerprintOf(sku: string, lines: object): string {
    const known = this.fingerprints.get(sku) ?? fingerprintOf({ currency: CURRENCY, lines });
    this.fingerprints.set(sku, known);
    return known;
  }
}
