import { anonymous, type Caller, Lane, type Settled } from '@firstwrite/command-bus';
import { InMemoryEventStore } from '@firstwrite/event-store';
import type { Location, MinorUnits, Sku } from './domain/primitives';
import { model } from './model';
import type { OrderBody } from './order/read/order.body';
import { PlaceOrder, PlaceOrderHandler } from './order/write/place-order.command';
import { AdjustStock, AdjustStockHandler } from './stock/write/adjust-stock.command';
import { streamOf } from './stream-name';

const tea = { location: 'main' as Location, sku: 'TEA' as Sku };
const ann: Caller = { name: 'ann' };
const bob: Caller = { name: 'bob' };
const headersOf = (caller: Caller) => ({ caller, requestId: 'r-1', idempotencyKey: 'key-1', ifMatch: undefined });

function shopIn(store: InMemoryEventStore) {
  const observer = { batch: () => {}, round: () => {}, snapshotFailed: () => {} };
  const lane = new Lane({ store, model, observer, onCommit: () => {} });
  return {
    adjust: (caller: Caller, delta: number) =>
      new AdjustStockHandler(lane).execute(new AdjustStock(tea, { delta, reason: 'count' }, headersOf(caller))),
    place: (caller: Caller): Promise<Settled<OrderBody>> => {
      const body = { currency: 'EUR', lines: [{ ...tea, quantity: 1, unitPrice: 250 as MinorUnits }] };
      const now = '2026-01-01T00:00:00.000Z';
      const request = { ...headersOf(caller), region: 'r', operation: 'PlaceOrder', now };
      return new PlaceOrderHandler(lane).execute(new PlaceOrder(body, request));
    },
  };
}

test.each([ann, anonymous])('a stock adjustment names its caller, $name', async (caller) => {
  const store = new InMemoryEventStore();
  await shopIn(store).adjust(caller, 5);
  const [event] = await store.readStream(streamOf.stock(tea), { after: 0, limit: 1 });
  expect(event?.data).toMatchObject({ delta: 5, actor: caller.name });
});

test('orders of two callers with one key are two orders, each of its caller', async () => {
  const store = new InMemoryEventStore();
  const { adjust, place } = shopIn(store);
  await adjust(ann, 5);
  const annsOrder = await place(ann);
  const bobsOrder = await place(bob);
  expect(bobsOrder).toMatchObject({ replayed: false });
  expect(await place(ann)).toMatchObject({ body: annsOrder.body, replayed: true });
  for (const [caller, { body }] of [
    [ann, annsOrder],
    [bob, bobsOrder],
  ] as const) {
    const [placed] = await store.readStream(streamOf.order(body.orderId), { after: 0, limit: 1 });
    expect(placed?.metadata).toEqual({ commandId: 'r-1', actor: caller.name });
  }
});
