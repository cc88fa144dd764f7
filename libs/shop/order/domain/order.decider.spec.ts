import { scenariosOf } from '@firstwrite/testing';
import {
  cents,
  decremented,
  lineOf,
  main,
  orderIdOf,
  orderOf,
  placed,
  received,
  restocked,
  shop,
  type ShopCommand,
  type ShopEvent,
} from '../../domain/test/shop';
import {
  absentOrder,
  demandOf,
  evolveOrder,
  type OrderAction,
  type OrderEvent,
  type OrderState,
  type OrderStatus,
  orderTotal,
  placeOrder,
} from './order.decider';
import type { Location } from '../../domain/primitives';
import { emptyStock } from '../../stock/domain/stock.decider';

const given = scenariosOf(shop);
const place = (...lines: ReturnType<typeof lineOf>[]): ShopCommand => ({ kind: 'place', ...orderOf(lines) });

describe('placing an order', () => {
  test('takes its units', () => {
    given([received('main/TEA', 5)])
      .when(place(lineOf('TEA', 2)))
      .then([placed(orderOf([lineOf('TEA', 2)])), decremented('main/TEA', 2)]);
  });

  test('takes the last unit, and not one more', () => {
    given([received('main/TEA', 5)])
      .when(place(lineOf('TEA', 5)))
      .then([placed(orderOf([lineOf('TEA', 5)])), decremented('main/TEA', 5)]);
    given([received('main/TEA', 5)])
      .when(place(lineOf('TEA', 6)))
      .thenRejectedWith('insufficient-stock');
  });

  test('takes all its lines or none', () => {
    given([received('main/TEA', 5)])
      .when(place(lineOf('TEA', 2), lineOf('CUP', 1)))
      .thenRejectedWith('insufficient-stock', {
        shortages: [{ location: 'main', sku: 'CUP', requested: 1, available: 0 }],
      });
  });

  test('names every item that falls short', () => {
    given([received('main/TEA', 1), received('main/CUP', 9)])
      .when(place(lineOf('TEA', 2), lineOf('CUP', 9), lineOf('POT', 1)))
      .thenRejectedWith('insufficient-stock', {
        shortages: [
          { location: 'main', sku: 'TEA', requested: 2, available: 1 },
          { location: 'main', sku: 'POT', requested: 1, available: 0 },
        ],
      });
  });

  test('the same SKU on two lines is one demand', () => {
    const lines = [lineOf('TEA', 2), lineOf('CUP', 1), lineOf('TEA', 3)];
    given([received('main/TEA', 5), received('main/CUP', 1)])
      .when(place(...lines))
      .then([placed(orderOf(lines)), decremented('main/TEA', 5), decremented('main/CUP', 1)]);
    given([received('main/TEA', 4), received('main/CUP', 1)])
      .when(place(...lines))
      .thenRejectedWith('insufficient-stock', {
        shortages: [{ location: 'main', sku: 'TEA', requested: 5, available: 4 }],
      });
  });

  test('the same SKU at two locations is two demands', () => {
    const north = 'north' as Location;
    const lines = [lineOf('TEA', 2), lineOf('TEA', 2, north)];
    given([received('main/TEA', 4)])
      .when(place(...lines))
      .thenRejectedWith('insufficient-stock', {
        shortages: [{ location: north, sku: 'TEA', requested: 2, available: 0 }],
      });
  });

  test('a repetition decides nothing, also when too little is left', () => {
    const order = orderOf([lineOf('TEA', 5)]);
    given([received('main/TEA', 5), placed(order), decremented('main/TEA', 5)])
      .when({ kind: 'place', ...order })
      .thenNothing();
    given([placed(order), { orderId: order.orderId, event: { type: 'OrderCancelled', data: { at: order.placedAt } } }])
      .when({ kind: 'place', ...order })
      .thenNothing();
  });

  test('units that are reserved are not sold', () => {
    const order = orderOf([lineOf('TEA', 1)]);
    expect(() => placeOrder(order, absentOrder, () => ({ onHand: 3, reserved: 3 }))).toThrow('main/TEA');
  });

  test('"not placed" is a state: an order with another fact first in its stream is placed at a later version', () => {
    const order = orderOf([lineOf('TEA', 1)]);
    const decided = placeOrder(order, absentOrder, () => ({ ...emptyStock, onHand: 1 }));
    expect(decided.order).toEqual([{ type: 'OrderPlaced', data: order }]);
    const [event] = decided.order;
    expect(event && evolveOrder(absentOrder, event, 2)).toMatchObject({ status: 'NEW', placedVersion: 2 });
  });
});

const facts = {
  NEW: [],
  CONFIRMED: ['OrderConfirmed'],
  SHIPPED: ['OrderConfirmed', 'OrderShipped'],
  DELIVERED: ['OrderConfirmed', 'OrderShipped', 'OrderDelivered'],
  CANCELLED: ['OrderCancelled'],
  RETURNED: ['OrderConfirmed', 'OrderShipped', 'OrderDelivered', 'OrderReturned'],
} as const satisfies Record<OrderStatus, readonly OrderEvent['type'][]>;

const at = '2026-01-02T00:00:00.000Z';
const order = orderOf([lineOf('TEA', 2), lineOf('CUP', 1), lineOf('TEA', 1)]);
const changed = (type: Exclude<OrderEvent['type'], 'OrderPlaced'>, reason?: string): ShopEvent => ({
  orderId: order.orderId,
  event: { type, data: { at, ...(reason !== undefined && { reason }) } },
});
const givenOrder = (status: OrderStatus) => given([placed(order), ...facts[status].map((type) => changed(type))]);
const change = (action: OrderAction, reason?: string): ShopCommand => ({
  kind: 'change',
  orderId: order.orderId,
  action,
  at,
  ...(reason !== undefined && { reason }),
});

describe('changing an order', () => {
  const legal = {
    NEW: { confirm: 'OrderConfirmed', cancel: 'OrderCancelled' },
    CONFIRMED: { ship: 'OrderShipped', cancel: 'OrderCancelled' },
    SHIPPED: { deliver: 'OrderDelivered' },
    DELIVERED: { return: 'OrderReturned' },
    CANCELLED: {},
    RETURNED: {},
  } as const satisfies Record<OrderStatus, Partial<Record<OrderAction, OrderEvent['type']>>>;
  const reaches = {
    confirm: 'CONFIRMED',
    ship: 'SHIPPED',
    deliver: 'DELIVERED',
    cancel: 'CANCELLED',
    return: 'RETURNED',
  } as const satisfies Record<OrderAction, OrderStatus>;
  const puttingBack = { cancel: 'cancelled', return: 'returned' } as const;

  const statuses = Object.keys(legal) as OrderStatus[];
  const actions = Object.keys(reaches) as OrderAction[];
  const table = statuses.flatMap((status) => actions.map((action) => [status, action] as const));
  const legalEvent = (status: OrderStatus, action: OrderAction) =>
    (legal[status] as Partial<Record<OrderAction, string>>)[action] as
      Exclude<OrderEvent['type'], 'OrderPlaced'> | undefined;

  test.each(table.filter(([status, action]) => legalEvent(status, action)))('%s: %s is legal', (status, action) => {
    const type = legalEvent(status, action);
    if (!type) throw new Error('not legal');
    const cause = action === 'cancel' || action === 'return' ? puttingBack[action] : undefined;
    givenOrder(status)
      .when(change(action))
      .then([changed(type), ...(cause ? [restocked('main/TEA', 3, cause), restocked('main/CUP', 1, cause)] : [])]);
  });

  test.each(table.filter(([status, action]) => reaches[action] === status))(
    '%s: %s is repeated, and decides nothing: units are put back once',
    (status, action) => givenOrder(status).when(change(action)).thenNothing(),
  );

  test.each(table.filter(([status, action]) => !legalEvent(status, action) && reaches[action] !== status))(
    '%s: %s is illegal, and the legal actions are named',
    (status, action) =>
      givenOrder(status)
        .when(change(action))
        .thenRejectedWith('illegal-transition', { action, status, allowed: Object.keys(legal[status]) }),
  );

  test('every status and action is in the table', () => {
    expect(table).toHaveLength(6 * 5);
  });

  test('an order that was never placed is not found', () => {
    given([]).when(change('cancel')).thenRejectedWith('not-found', { resource: 'order' });
  });

  test('a reason that is given is kept', () => {
    givenOrder('NEW')
      .when(change('confirm', 'paid'))
      .then([changed('OrderConfirmed', 'paid')]);
  });

  test.each(statuses)('the events lead to %s', (status) => {
    const events: OrderEvent[] = [
      { type: 'OrderPlaced', data: order },
      ...facts[status].map((type) => ({ type, data: { at } })),
    ];
    const state = events.reduce<OrderState>(
      (before, event, index) => evolveOrder(before, event, index + 1),
      absentOrder,
    );
    expect(state).toMatchObject({ status, placedVersion: 1, updatedAt: events.length > 1 ? at : order.placedAt });
  });

  test('a fact about an order that was never placed throws', () => {
    expect(() => evolveOrder(absentOrder, { type: 'OrderShipped', data: { at } }, 1)).toThrow('never placed');
  });
});

describe('sums', () => {
  test('demand is in the order of first mention', () => {
    const demands = demandOf([lineOf('B', 1), lineOf('A', 2), lineOf('B', 4)]);
    expect(demands).toMatchObject([
      { sku: 'B', location: main, quantity: 5 },
      { sku: 'A', location: main, quantity: 2 },
    ]);
  });

  test('a total beyond 2^53−1 is undefined', () => {
    expect(orderTotal([{ quantity: 2, unitPrice: cents(250) }])).toBe(500);
    expect(orderTotal([{ quantity: 1, unitPrice: cents(Number.MAX_SAFE_INTEGER) }])).toBe(Number.MAX_SAFE_INTEGER);
    expect(orderTotal([{ quantity: 2, unitPrice: cents(Number.MAX_SAFE_INTEGER) }])).toBeUndefined();
  });

  test('order ids of the tests are order ids', () => {
    expect(orderIdOf(1)).toMatch(/^[0-9a-f-]{36}$/);
  });
});
