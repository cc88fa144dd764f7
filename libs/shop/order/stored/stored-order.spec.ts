import { anonymous, IdempotencyKeyReusedError, Lane } from '@firstwrite/command-bus';
import { InMemoryEventStore } from '@firstwrite/event-store';
import type { Location, MinorUnits, Sku } from '../../domain/primitives';
import { model } from '../../model';
import { snapshotSchemaVersions } from '../../snapshot-schemas';
import { streamOf } from '../../stream-name';
import { orderEntity } from '../read/orders.view';
import { PlaceOrder, PlaceOrderHandler } from '../write/place-order.command';

const tea = { location: 'main' as Location, sku: 'TEA' as Sku };
const now = '2026-01-01T00:00:00.000Z';
const caller = { caller: anonymous, requestId: 'r-1', idempotencyKey: 'key-1' };

async function stockedStore() {
  const store = new InMemoryEventStore();
  const event = { type: 'StockReceived', data: { quantity: 9 }, metadata: {} };
  const events = [{ stream: streamOf.stock(tea), version: 1, ...event }];
  await store.append({ events, confirm: [], guards: [], rows: [] });
  return store;
}

/** Each call stands for a new process, which knows of the order only what the store has. */
function place(store: InMemoryEventStore, quantity: number) {
  const observer = { batch: () => {}, round: () => {}, snapshotFailed: () => {} };
  const lane = new Lane({ store, model, observer, onCommit: () => {} });
  const body = { currency: 'EUR', lines: [{ ...tea, quantity, unitPrice: 250 as MinorUnits }] };
  const command = new PlaceOrder(body, { ...caller, region: 'r', operation: 'PlaceOrder', now });
  return new PlaceOrderHandler(lane).execute(command);
}

test('an order is stored with the fingerprint of its request, by which a repetition is recognized', async () => {
  const store = await stockedStore();
  const { body } = await place(store, 1);
  const [placed] = await store.readStream(streamOf.order(body.orderId), { after: 0, limit: 1 });
  expect(placed?.data).toMatchObject({ fingerprint: expect.stringMatching(/^[\w-]{43}$/) as unknown });
  expect(await place(store, 1)).toMatchObject({ body, replayed: true });
  await expect(place(store, 2)).rejects.toBeInstanceOf(IdempotencyKeyReusedError);
});

test('a snapshot of an earlier build is read, with its fingerprint', async () => {
  const store = await stockedStore();
  const { body } = await place(store, 1);
  const stream = streamOf.order(body.orderId);
  const [placed] = await store.readStream(stream, { after: 0, limit: 1 });
  const progress = { status: 'NEW', updatedAt: now, placedVersion: 1 };
  const state = { ...progress, ...(placed?.data as object), customerId: 'of the snapshot' };
  await store.saveSnapshots([{ stream, version: 1, schemaVersion: snapshotSchemaVersions.order, state }]);
  expect(await place(store, 1)).toMatchObject({ body: { customerId: 'of the snapshot' }, replayed: true });
  await expect(place(store, 2)).rejects.toBeInstanceOf(IdempotencyKeyReusedError);
  const row = orderEntity.snapshot.rowOf({ stream, version: 1, schemaVersion: 1, state } as never, stream);
  expect(row).toMatchObject({ version: 1, orderId: body.orderId, status: 'NEW' });
  expect(row).not.toHaveProperty('fingerprint');
});
