import type { NewEvent, Position } from '@firstwrite/event-store';
import type { Location, OrderId, Sku } from '@firstwrite/shop';
import type { Projector } from '../projector/projector';
import type { ShopReader } from '../../shop/test/shop-reader';
import { confirmed, eventsOf, placed, received, taken } from './events';
import { orderIdOf } from './history';
import type { Shop } from './shop';

const SKUS = 5;
const skuOf = (at: number) => `T-${at % SKUS}` as Sku;
const MAIN = 'main' as Location;

/** Places orders and reads views until it is stopped. */
export class Traffic {
  appended = 0;
  reads = 0;
  last: Position | undefined;
  /** How long it took from each append until all views had it. */
  readonly eventToViewMs: number[] = [];
  private running = true;
  private readonly seenVersions = new Map<string, number>();
  private readonly done: Promise<unknown>;

  constructor(
    private readonly shop: Shop,
    private readonly projector: Projector,
    private readonly reader: ShopReader,
    private readonly afterAppend: () => Promise<void>,
  ) {
    this.done = Promise.all([this.write(), this.readOrders(), this.readStock(), this.readLists()]);
    this.done.catch(() => (this.running = false));
  }

  async stop(): Promise<void> {
    this.running = false;
    await this.done;
  }

  private async write(): Promise<void> {
    await this.append(
      Array.from({ length: SKUS }, (_, at) => eventsOf(`stock-main/${skuOf(at)}`, [received(100_000)])).flat(),
    );
    for (let order = 1; this.running; order++) {
      const orderId = orderIdOf(10_000 + order);
      const skus = [skuOf(order)];
      const placedAt = new Date(Date.UTC(2026, 1, 1) + order * 1_000).toISOString();
      const before = orderIdOf(10_000 + order - 1);
      await this.append([
        ...eventsOf(`order-${orderId}`, [placed({ orderId, skus, placedAt })]),
        ...(order > 1 ? eventsOf(`order-${before}`, [confirmed()], 2) : []),
        ...eventsOf(
          `stock-main/${skuOf(order)}`,
          [taken(1, orderId)],
          2 + Math.floor((order - (order % SKUS || SKUS)) / SKUS),
        ),
      ]);
    }
  }

  private async append(events: NewEvent[]): Promise<void> {
    const startedAtMs = performance.now();
    const position = await this.shop.append(...events);
    this.appended++;
    this.last = position;
    const reached = this.projector.caughtUpTo(position, { withinMs: 20_000 });
    void reached.then(() => this.eventToViewMs.push(performance.now() - startedAtMs));
    await this.afterAppend();
  }

  /** Reads with the token of the last append: no answer may be older than that append. */
  private async readOrders(): Promise<void> {
    while (this.running) {
      const [last, appended] = [this.last, this.appended];
      if (!last || appended < 2) await new Promise(setImmediate);
      else {
        const id = orderIdOf(10_000 + appended - 1) as OrderId;
        const { value } = await this.reader.order(id, { consistency: { level: 'read-your-writes' }, seen: [last] });
        this.neverBack(`order ${id}`, value?.version);
        this.reads++;
      }
    }
  }

  /** Reads with `eventual`: no answer may be older than one before it. */
  private async readStock(): Promise<void> {
    for (let at = 0; this.running; at++) {
      const sku = skuOf(at);
      const { value } = await this.reader.stock(
        { location: MAIN, sku },
        { consistency: { level: 'eventual' }, seen: [] },
      );
      if (value || this.seenVersions.has(`stock ${sku}`)) this.neverBack(`stock ${sku}`, value?.version);
      this.reads++;
    }
  }

  /** Lists: two tables make the list of orders, and a ledger has no gaps. */
  private async readLists(): Promise<void> {
    for (let at = 0; this.running; at++) {
      const freshness = { consistency: { level: 'eventual' }, seen: [] } as const;
      const sku = skuOf(at);
      const orders = await this.reader.orders({ filters: { sku }, limit: 200 }, freshness);
      const newest = orders.value.items[0];
      this.neverBack(`newest order of ${sku}`, newest ? Date.parse(newest.placedAt) : 0);
      const ledger = await this.reader.ledger({ filters: { location: MAIN, sku }, limit: 200 }, freshness);
      const versions = ledger.value.items.map(({ version }) => version);
      this.neverBack(`ledger of ${sku}`, versions[0] ?? 0);
      const dense = versions.every((version, at) => version === (versions[0] ?? 0) - at);
      if (!dense) throw new Error(`the ledger of ${sku} has holes: ${versions.join()}`);
      this.reads += 2;
    }
  }

  private neverBack(what: string, version: number | undefined): void {
    const before = this.seenVersions.get(what) ?? 0;
    if (version === undefined || version < before) throw new Error(`${what} went from ${before} back to ${version}`);
    this.seenVersions.set(what, version);
  }
}
