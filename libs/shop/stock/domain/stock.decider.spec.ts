import { scenariosOf } from '@firstwrite/testing';
import { main, sku } from '../../domain/test/shop';
import {
  adjustStock,
  type AdjustStock,
  availableUnits,
  emptyStock,
  evolveStock,
  receiveStock,
  type StockEvent,
} from './stock.decider';

const received = (quantity: number): StockEvent => ({ type: 'StockReceived', data: { quantity } });
const why = { location: main, sku: sku('TEA'), reason: 'breakage', actor: 'ann' };
const adjusted = (delta: number, more: object = {}): StockEvent => ({
  type: 'StockAdjusted',
  data: { delta, reason: 'breakage', actor: 'ann', ...more },
});

const givenReceived = scenariosOf({
  initial: emptyStock,
  evolve: evolveStock,
  decide: (command: Parameters<typeof receiveStock>[0]) => receiveStock(command),
});
const given = scenariosOf<typeof emptyStock, AdjustStock, StockEvent>({
  initial: emptyStock,
  evolve: evolveStock,
  decide: adjustStock,
});

test('units that are received are on hand', () => {
  givenReceived([])
    .when({ quantity: 5 })
    .then([received(5)]);
  givenReceived([received(5)])
    .when({ quantity: 2, reference: 'delivery 7' })
    .then([{ type: 'StockReceived', data: { quantity: 2, reference: 'delivery 7' } }]);
});

test('an adjustment by a difference adds or takes units', () => {
  given([received(5)])
    .when({ ...why, delta: 3 })
    .then([adjusted(3)]);
  given([received(5)])
    .when({ ...why, delta: -5 })
    .then([adjusted(-5)]);
});

test('an adjustment never leaves fewer than zero units', () => {
  given([received(5)])
    .when({ ...why, delta: -6 })
    .thenRejectedWith('insufficient-stock', {
      shortages: [{ location: 'main', sku: 'TEA', requested: 6, available: 5 }],
    });
});

test('a stocktake is recorded as the difference and the count', () => {
  given([received(5)])
    .when({ ...why, countedOnHand: 3 })
    .then([adjusted(-2, { countedOnHand: 3 })]);
  given([received(5)])
    .when({ ...why, countedOnHand: 9 })
    .then([adjusted(4, { countedOnHand: 9 })]);
  given([received(5)])
    .when({ ...why, countedOnHand: 0 })
    .then([adjusted(-5, { countedOnHand: 0 })]);
});

test('a stocktake that finds the expected count is recorded too', () => {
  given([received(5)])
    .when({ ...why, countedOnHand: 5 })
    .then([adjusted(0, { countedOnHand: 5 })]);
});

test('units that are reserved cannot be taken by an adjustment', () => {
  const state = { onHand: 5, reserved: 3 };
  expect(availableUnits(state)).toBe(2);
  expect(() => adjustStock({ ...why, delta: -3 }, state)).toThrow('not enough stock of main/TEA');
  expect(() => adjustStock({ ...why, countedOnHand: 2 }, state)).toThrow('not enough stock of main/TEA');
  expect(adjustStock({ ...why, delta: -2 }, state)).toEqual([adjusted(-2)]);
});

test('each event changes the units on hand by its own difference', () => {
  const orderId = '00000000-0000-7000-8000-000000000001' as never;
  const events: StockEvent[] = [
    received(10),
    { type: 'StockDecremented', data: { orderId, quantity: 4 } },
    { type: 'StockRestocked', data: { orderId, quantity: 3, cause: 'returned' } },
    adjusted(-2),
  ];
  expect(events.reduce(evolveStock, emptyStock)).toEqual({ onHand: 7, reserved: 0 });
});
