import { anonymous, Lane, type Settled } from '@firstwrite/command-bus';
import {
  absentOrder,
  evolveOrder,
  type Location,
  type MinorUnits,
  model,
  type OrderBody,
  type OrderPlacedData,
  PlaceOrder,
  placeOrderDecision,
  projections,
  type Sku,
  streamOf,
} from '@firstwrite/shop';
import { InMemoryEventStore, type NewEvent, type StoredEvent } from '@firstwrite/event-store';
import { foldsStream, type VersionedRow } from '@firstwrite/views';
import { FeedEvent } from '@firstwrite/feed';
import { setFlagsFromString } from 'node:v8';
import { compileFunction } from 'node:vm';

// The comparison of the hidden classes of two objects, by V8 itself.
setFlagsFromString('--allow-natives-syntax');
const haveOneShape = compileFunction('return %HaveSameMap(one, other)', ['one', 'other']) as (
  one: unknown,
  other: unknown,
) => boolean;
setFlagsFromString('--no-allow-natives-syntax');

/** Objects that are made before the code is warm may have another shape. */
const WARM = 20;

/** A store that records the appended events. */
class WatchedStore extends InMemoryEventStore {
  readonly appended: NewEvent[] = [];
  override append(...[batch]: Parameters<InMemoryEventStore['append']>) {
    this.appended.push(...batch.events);
    return super.append(batch);
  }
}

const SKU = { location: 'main' as Location, sku: 'A' as Sku };

async function placedOrders(count: number) {
  const store = new WatchedStore();
  const received = { type: 'StockReceived', data: { quantity: 1_000_000 }, metadata: {} };
  const events = [{ stream: streamOf.stock(SKU), version: 1, ...received }];
  await store.append({ events, confirm: [], guards: [], rows: [] });
  const observer = { batch: () => {}, round: () => {}, snapshotFailed: () => {} };
  const lane = new Lane({ store, model, observer, onCommit: () => {} });
  const answers: Settled<OrderBody>[] = [];
  for (let at = 0; at < count; at += 1) {
    const body = {
      customerId: `c-${at}`,
      currency: 'EUR',
      lines: [{ ...SKU, quantity: 1, unitPrice: 100 as MinorUnits }],
    };
    const now = new Date(at).toISOString();
    const headers = { caller: anonymous, idempotencyKey: `key-${at}`, requestId: `${at}` };
    const request = { ...headers, region: 'r', operation: 'PlaceOrder', now };
    const command = new PlaceOrder(body, request);
    const { orderStream: newStream, expectations, order } = command;
    const metadata = { commandId: `${at}` };
    const parts = { command, expectations, metadata, newStream, orderId: order.orderId, weight: 1 };
    answers.push(await lane.submit({ decision: placeOrderDecision, ...parts }));
  }
  const stored = await store.readFeed(undefined, 10 * count);
  return { answers, stored, appended: store.appended };
}

/** The rows that a projection makes from the events, one after the other. */
function rowsOf(name: string, stored: readonly StoredEvent[]): unknown[] {
  const projection = projections.named(name);
  const goesOn = projection.kind === 'stock';
  let row: VersionedRow | undefined;
  return stored
    .filter((event) => foldsStream(projection, event.stream))
    .map((event) => (row = projection.apply(goesOn ? row : undefined, new FeedEvent(event, model))));
}

/**
 * In the engine of Node 20, `{ ...object, more: 1 }` makes an object with a new shape each time. That takes many times
 * as long as the copy, slows down readers of the object, and only a full collection frees it. `{ more: 1, ...object }`
 * has no such cost.
 */
test('the objects on the path of every order have one shape', async () => {
  const { answers, stored, appended } = await placedOrders(2 * WARM);
  const placed = appended.filter(({ type }) => type === 'OrderPlaced');
  const taken = appended.filter(({ type }) => type === 'StockDecremented');
  const states = placed.map(({ data }) => {
    return evolveOrder(absentOrder, { type: 'OrderPlaced', data: data as OrderPlacedData }, 1);
  });
  const made: Record<string, readonly unknown[]> = {
    ...{ answers, bodies: answers.map(({ body }) => body), states, placed, taken },
    ...{ placedData: placed.map(({ data }) => data), takenData: taken.map(({ data }) => data) },
    ...{ orders: rowsOf('orders', stored), ledger: rowsOf('stock-ledger', stored) },
    availability: rowsOf('stock-availability', stored),
  };
  for (const [name, objects] of Object.entries(made)) {
    const [first, ...others] = objects.slice(WARM);
    expect(others.length).toBeGreaterThanOrEqual(WARM - 1);
    const shapes = others.every((other) => haveOneShape(first, other)) ? 'one shape' : 'many shapes';
    expect(`${name}: ${shapes}`).toBe(`${name}: one shape`);
  }
});
