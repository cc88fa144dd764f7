import { beginningOf, InMemoryEventStore, type NewEvent } from '@firstwrite/event-store';
import { adjusted, confirmed, created, eventsOf, placed, received, taken } from '../../views/test/events';
import { BatchFold, DiscardedEvents, nothingDiscarded } from '@firstwrite/views';
import { eventCodec } from '../event-codec';
import { projections } from '../projections';
import { FeedEvent, feedOf } from '@firstwrite/feed';

const ORDER = '01890000-0000-7000-8000-000000000001';

const RECORDED_AT_MS = Date.UTC(2026, 0, 2);

function recorded(events: readonly NewEvent[]): FeedEvent[] {
  const position = beginningOf(0);
  return events.map((event) => new FeedEvent({ ...event, position, recordedAtMs: RECORDED_AT_MS }, eventCodec));
}

function foldOf(name: string, discarded = nothingDiscarded, parked: readonly string[] = []): BatchFold {
  const known = { stateOf: () => undefined, isParked: (stream: string) => parked.includes(stream) };
  return new BatchFold({ projection: projections.named(name), discarded }, known);
}

/** The rows that a projection makes of these events, given in batches, without a read of the store. */
function rowsOf(name: string, ...batches: NewEvent[][]) {
  const fold = foldOf(name);
  for (const events of batches) fold.add(recorded(events));
  return fold.changedRows();
}

const stock = eventsOf('stock-main/A', [received(5), taken(2, ORDER), adjusted(-1)]);
const order = eventsOf(`order-${ORDER}`, [placed({ orderId: ORDER, customerId: 'c-1' }), confirmed()]);
const product = eventsOf('product-A', [
  created('A'),
  ['ProductChanged', { price: null, description: 'new', attributes: { colour: 'blue' } }],
]);

describe('a projection makes of events', () => {
  test('the units of a stock item', () => {
    expect(rowsOf('stock-availability', stock)).toEqual([
      { location: 'main', sku: 'A', version: 3, onHand: 2, reserved: 0 },
    ]);
  });

  test('an entry for every change of a stock item', () => {
    expect(rowsOf('stock-ledger', stock)).toMatchObject([
      { version: 1, type: 'StockReceived', delta: 5, onHandAfter: 5, reference: 'PO-1', actor: 'tester' },
      { version: 2, type: 'StockDecremented', delta: -2, onHandAfter: 3, orderId: ORDER, actor: 'tester' },
      { version: 3, type: 'StockAdjusted', delta: -1, onHandAfter: 2, reason: 'counted', actor: 'anna' },
    ]);
  });

  test('an order as it is now, without the members that the API does not show', () => {
    const [row] = rowsOf('orders', order);
    expect(row).toMatchObject({ orderId: ORDER, version: 2, status: 'CONFIRMED', customerId: 'c-1', total: 300 });
    expect(row).toMatchObject({ updatedAt: '2026-01-01T01:00:00.000Z' });
    expect(row).not.toHaveProperty('placedVersion');
    expect(row).not.toHaveProperty('fingerprint');
  });

  test('a product with its changes, removed fields gone', () => {
    expect(rowsOf('products', product)).toEqual([
      { sku: 'A', name: 'Thing', version: 2, description: 'new', attributes: { colour: 'blue' } },
    ]);
  });
});

test.each<[string, NewEvent[]]>([
  ['stock-availability', stock],
  ['stock-ledger', stock],
  ['orders', order],
  ['products', product],
])('%s: events that are given twice make the same rows', (name, events) => {
  expect(rowsOf(name, events, events)).toEqual(rowsOf(name, events));
});

test('an order row is made by OrderPlaced; a fact before it makes no row and is not a gap', () => {
  const events = eventsOf(`order-${ORDER}`, [confirmed(), placed({ orderId: ORDER })]);
  expect(rowsOf('orders', events)).toMatchObject([{ version: 2, status: 'NEW' }]);
});

test('a gap is read from the store, and so are the events that the batch had after it', async () => {
  const store = new InMemoryEventStore();
  const events = eventsOf('stock-main/A', [received(5), taken(1), taken(1), received(4)]);
  await store.append({ events, confirm: [], guards: [], rows: [] });
  const stored = await feedOf(store, eventCodec).readFeed(undefined, 10);
  const fold = foldOf('stock-ledger');
  fold.add([stored[0], stored[2], stored[3]] as FeedEvent[]);
  await fold.fillGaps(feedOf(store, eventCodec));
  expect(fold.changedRows().map(({ version }) => version)).toEqual([1, 2, 3, 4]);
  expect(fold.changedRows().at(-1)).toMatchObject({ onHandAfter: 7 });
});

test('a gap that the store cannot fill parks its stream instead of making a wrong row', async () => {
  const fold = foldOf('stock-availability');
  fold.add(recorded(eventsOf('stock-main/A', [taken(1)], 3)));
  await fold.fillGaps(feedOf(new InMemoryEventStore(), eventCodec));
  expect([...fold.parked.keys()]).toEqual(['stock-main/A']);
  expect(fold.changedRows()).toEqual([]);
});

describe('an event that cannot be folded', () => {
  const poison = eventsOf('stock-main/A', [received(5), ['StockDecremented', { quantity: 'two' }], received(1)]);
  const other = eventsOf('stock-main/B', [received(7)]);

  test('parks its stream where it stood, and no other stream', () => {
    const fold = foldOf('stock-availability');
    fold.add(recorded([...poison, ...other]));
    expect(fold.changedRows()).toMatchObject([
      { sku: 'A', version: 1, onHand: 5 },
      { sku: 'B', version: 1, onHand: 7 },
    ]);
    expect(fold.parked.get('stock-main/A')).toMatchObject({ version: 2, type: 'StockDecremented' });
  });

  test('parks its stream also where a gap is filled', async () => {
    const store = new InMemoryEventStore();
    await store.append({ events: poison, confirm: [], guards: [], rows: [] });
    const fold = foldOf('stock-availability');
    fold.add(recorded(poison.slice(2)));
    await fold.fillGaps(feedOf(store, eventCodec));
    expect(fold.changedRows()).toMatchObject([{ sku: 'A', version: 1, onHand: 5 }]);
    expect([...fold.parked.values()]).toMatchObject([{ version: 2 }]);
  });

  test('is left out when it was discarded, and the events after it are folded', () => {
    const discarded = new DiscardedEvents([{ stream: 'stock-main/A', version: 2 }]);
    for (const [name, versions] of [
      ['stock-availability', [3]],
      ['stock-ledger', [1, 3]],
    ] as const) {
      const fold = foldOf(name, discarded);
      fold.add(recorded(poison));
      expect(fold.changedRows().map(({ version }) => version)).toEqual(versions);
      expect(fold.parked.size).toBe(0);
    }
  });

  test('that was the last one leaves a row at its version', () => {
    const fold = foldOf('stock-availability', new DiscardedEvents([{ stream: 'stock-main/A', version: 2 }]));
    fold.add(recorded(poison.slice(0, 2)));
    expect(fold.changedRows()).toMatchObject([{ sku: 'A', version: 2, onHand: 5 }]);
  });

  test('of a stream that is parked already changes nothing', () => {
    const fold = foldOf('stock-availability', nothingDiscarded, ['stock-main/A']);
    fold.add(recorded([...poison, ...other]));
    expect(fold.changedRows()).toMatchObject([{ sku: 'B' }]);
    expect(fold.parked.size).toBe(0);
  });
});
