import fc from 'fast-check';
import {
  cents,
  main,
  nameOf,
  orderIdOf,
  orderIn,
  orderOf,
  shop,
  sku,
  stockIn,
  type Shop,
  type ShopCommand,
  type ShopEvent,
} from './test/shop';
import type { Location } from './primitives';
import { Rejection } from './rejections';
import { stockDelta } from '../stock/domain/stock.decider';

const item = fc.record({
  location: fc.constantFrom(main, 'north' as Location),
  sku: fc.constantFrom(...['A', 'B', 'C'].map(sku)),
});
const orderId = fc.integer({ min: 1, max: 5 }).map(orderIdOf);
const line = fc
  .tuple(item, fc.integer({ min: 1, max: 6 }))
  .map(([key, quantity]) => ({ ...key, quantity, unitPrice: cents(100) }));
const at = '2026-01-02T00:00:00.000Z';

const command: fc.Arbitrary<ShopCommand> = fc.oneof(
  fc
    .tuple(item, fc.integer({ min: 1, max: 20 }))
    .map(([key, quantity]): ShopCommand => ({ kind: 'receive', ...key, quantity })),
  fc
    .tuple(item, fc.integer({ min: -10, max: 10 }))
    .map(([key, delta]): ShopCommand => ({ kind: 'adjust', ...key, delta, reason: 'r', actor: 'a' })),
  fc
    .tuple(item, fc.integer({ min: 0, max: 20 }))
    .map(([key, countedOnHand]): ShopCommand => ({ kind: 'adjust', ...key, countedOnHand, reason: 'r', actor: 'a' })),
  fc
    .tuple(fc.array(line, { minLength: 1, maxLength: 4 }), orderId)
    .map(([lines, id]): ShopCommand => ({ kind: 'place', ...orderOf(lines, id) })),
  fc
    .tuple(orderId, fc.constantFrom('confirm', 'ship', 'deliver', 'cancel', 'return'))
    .map(([id, action]): ShopCommand => ({ kind: 'change', orderId: id, action, at })),
);
const history = fc.array(command, { maxLength: 60 });

/** Runs a history; a rejected command leaves everything as it was. */
function run(commands: readonly ShopCommand[], check: (state: Shop, events: readonly ShopEvent[]) => void = () => {}) {
  let state = shop.initial;
  const events: ShopEvent[] = [];
  for (const next of commands) {
    let decided: readonly ShopEvent[] = [];
    try {
      decided = shop.decide(next, state);
    } catch (error) {
      if (!(error instanceof Rejection)) throw error;
    }
    state = decided.reduce((before, event) => shop.evolve(before, event, 0), state);
    events.push(...decided);
    check(state, events);
  }
  return { state, events };
}

const holds = (property: (commands: ShopCommand[]) => void) =>
  fc.assert(fc.property(history, property), { numRuns: 300 });

test('every decided event can be folded, and no stock is ever below zero', () => {
  holds((commands) => {
    run(commands, ({ stock }) => {
      for (const [name, { onHand }] of stock) if (onHand < 0) throw new Error(`${name} has ${onHand}`);
    });
  });
});

test('an order command that is repeated at once decides nothing', () => {
  holds((commands) => {
    const { state } = run(commands);
    for (const next of commands) {
      if (next.kind !== 'place' && next.kind !== 'change') continue;
      let after = state;
      try {
        after = shop.decide(next, state).reduce((before, event) => shop.evolve(before, event, 0), state);
      } catch {
        continue;
      }
      expect(shop.decide(next, after)).toEqual([]);
    }
  });
});

test('units are conserved: received − taken + put back ± adjusted = on hand', () => {
  holds((commands) => {
    const { state, events } = run(commands);
    const sums = new Map<string, number>();
    for (const change of events) {
      if ('item' in change) sums.set(change.item, (sums.get(change.item) ?? 0) + stockDelta(change.event));
    }
    for (const [name, sum] of sums) expect(stockIn(state, name).onHand).toBe(sum);
  });
});

test('an order holds exactly the units of its lines, until it is cancelled or returned', () => {
  holds((commands) => {
    const { state, events } = run(commands);
    const held = new Map<string, number>();
    for (const change of events) {
      if (!('item' in change) || !('orderId' in change.event.data)) continue;
      const key = `${change.event.data.orderId} ${change.item}`;
      held.set(key, (held.get(key) ?? 0) - stockDelta(change.event));
    }
    for (const [id] of state.orders) {
      const { state: order } = orderIn(state, id);
      if (order.status === 'absent') throw new Error(`${id} has events and is absent`);
      const ended = order.status === 'CANCELLED' || order.status === 'RETURNED';
      const demand = new Map<string, number>();
      for (const { quantity, ...key } of order.lines)
        demand.set(nameOf(key), (demand.get(nameOf(key)) ?? 0) + quantity);
      for (const [name, quantity] of demand) expect(held.get(`${id} ${name}`)).toBe(ended ? 0 : quantity);
    }
  });
});
