import { fingerprintOf } from '@firstwrite/command-bus';
import { snapshotSchemaVersions } from '@firstwrite/shop';
import { PostgresEventStore, type NewEvent, type Snapshot } from '@firstwrite/event-store';
import { randomUUID } from 'node:crypto';

/** The content of a store: orders of one line (two events each), and a receipt for each SKU. */
export interface Filling {
  readonly orders: number;
  /** The number of SKUs that the orders are spread over. */
  readonly skus: number;
  /** Further SKUs, and the number of events in the stream of each. */
  readonly longStreams?: readonly { readonly sku: string; readonly events: number }[];
}

/**
 * An append has 2,000 events: one of the order and one of the stock for each order. Larger batches gain nothing more
 * from COPY; a page of the feed has as many events.
 */
const ORDERS_AN_APPEND = 1_000;
/** The most units that one receipt may have. */
const UNITS = 1_000_000;
/** The lane saves a snapshot when a stream has grown by 500 events. */
const EVENTS_SINCE_SNAPSHOT = 499;
const CURRENCY = 'EUR';
const UNIT_PRICE = 1_999;

/**
 * Appends events as the product's lane would: the same events in the same transaction, with fingerprints and metadata
 * of the same length, by the store's own append.
 * @returns the number of events and orders
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
 * Steps through the SKUs by multiplication, so that every batch touches many of them in no order. The receipt of a long
 * stream is one of its events.
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

/** Makes events, and gives each stream its versions. */
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

  /** Snapshots that are as old as the lane lets them become. */
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
