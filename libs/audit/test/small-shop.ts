import {
  absentOrder,
  adjustStock,
  changeOrder,
  createProduct,
  type DomainEvent,
  emptyStock,
  evolveOrder,
  evolveStock,
  type Location,
  type MinorUnits,
  type OrderAction,
  type OrderDecision,
  type OrderId,
  type OrderState,
  orderTotal,
  placeOrder,
  receiveStock,
  shop,
  type Sku,
  type StockEvent,
  type StockKey,
  type StockState,
  streamOf,
} from '@firstwrite/shop';
import { applicationPool, applicationSessionOptions } from '@firstwrite/postgres';
import { type Position, PostgresEventStore } from '@firstwrite/event-store';
import { feedOf } from '@firstwrite/feed';
import { Projector } from '@firstwrite/views';
import { randomUUID } from 'node:crypto';

export const item = (sku: string, location = 'main'): StockKey => ({ location: location as Location, sku: sku as Sku });

/** A shop whose events are what the deciders decide; each command is a transaction of its own. */
export class SmallShop {
  readonly store: PostgresEventStore;
  private readonly versions = new Map<string, number>();
  private readonly stock = new Map<string, StockState>();
  private readonly orders = new Map<OrderId, OrderState>();
  private newest: Position | undefined;

  constructor(
    store: PostgresEventStore,
    private readonly url: string,
  ) {
    this.store = store;
  }

  static async open(url: string): Promise<SmallShop> {
    return new SmallShop(await PostgresEventStore.connect({ url }), url);
  }

  async create(sku: string, name: string): Promise<void> {
    const events = createProduct({ sku: sku as Sku, name, attributes: { new: true } }, 'absent');
    await this.append(events.map((event) => ({ stream: streamOf.product(sku as Sku), event })));
  }

  /** Several receipts at once make a stream that is longer than a page. */
  async receive(key: StockKey, quantity: number, times = 1): Promise<void> {
    await this.change(Array.from({ length: times }, () => receiveStock({ quantity })).flat(), key);
  }

  async count(key: StockKey, countedOnHand: number): Promise<void> {
    const command = { ...key, countedOnHand, reason: 'stocktake', actor: 'ann' };
    await this.change(adjustStock(command, this.stockOf(key)), key);
  }

  async place(...wanted: readonly (readonly [key: StockKey, quantity: number])[]): Promise<OrderId> {
    const orderId = randomUUID() as OrderId;
    const lines = wanted.map(([key, quantity]) => ({ ...key, quantity, unitPrice: 1_050 as MinorUnits }));
    const total = orderTotal(lines) as MinorUnits;
    const command = { orderId, currency: 'EUR', lines, total, placedAt: new Date().toISOString() };
    await this.decided(
      orderId,
      placeOrder(command, absentOrder, (key) => this.stockOf(key)),
    );
    return orderId;
  }

  async move(orderId: OrderId, ...actions: readonly OrderAction[]): Promise<void> {
    for (const action of actions) {
      const state = this.orders.get(orderId) ?? absentOrder;
      await this.decided(orderId, changeOrder({ orderId, action, at: new Date().toISOString() }, state));
    }
  }

  /**
   * Brings the views up to date, as a running service does.
   * @param sessionOptions startup options that select the views; default: the shared ones
   */
  async fillViews(sessionOptions = ''): Promise<void> {
    const options = `${applicationSessionOptions} ${sessionOptions}`;
    const pool = applicationPool({ connectionString: this.url, max: 4, options });
    const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
    const projector = new Projector({
      ...{ pool, feed: feedOf(this.store, shop.model), projections: shop.projections, log },
      storeId: this.store.identity.storeId,
    });
    projector.start();
    if (this.newest) expect(await projector.caughtUpTo(this.newest, { withinMs: 60_000 })).toBe(true);
    await projector.stop();
    await pool.end();
  }

  private stockOf(key: StockKey): StockState {
    return this.stock.get(streamOf.stock(key)) ?? emptyStock;
  }

  private async change(events: readonly StockEvent[], key: StockKey): Promise<void> {
    await this.append(events.map((event) => ({ stream: streamOf.stock(key), event })));
  }

  private async decided(orderId: OrderId, { order, stock }: OrderDecision): Promise<void> {
    await this.append([
      ...order.map((event) => ({ stream: streamOf.order(orderId), event })),
      ...stock.map(({ event, ...key }) => ({ stream: streamOf.stock(key), event })),
    ]);
    for (const event of order) {
      const before = this.orders.get(orderId) ?? absentOrder;
      this.orders.set(orderId, evolveOrder(before, event, 1));
    }
  }

  private async append(changes: readonly { stream: string; event: DomainEvent }[]): Promise<void> {
    const events = changes.map(({ stream, event }) => {
      const version = (this.versions.get(stream) ?? 0) + 1;
      this.versions.set(stream, version);
      if (stream.startsWith('stock-')) {
        this.stock.set(stream, evolveStock(this.stock.get(stream) ?? emptyStock, event as StockEvent));
      }
      return { stream, version, ...event, metadata: { commandId: randomUUID(), actor: 'bob' } };
    });
    const { position } = await this.store.append({ events, confirm: [], guards: [], rows: [] });
    this.newest = position;
  }
}
