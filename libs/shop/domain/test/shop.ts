import type { Decider } from '@firstwrite/testing';
import {
  absentOrder,
  changeOrder,
  type ChangeOrder,
  evolveOrder,
  orderTotal,
  type OrderDecision,
  type OrderEvent,
  type OrderLine,
  type OrderPlacedData,
  type OrderState,
  placeOrder,
} from '../../order/domain/order.decider';
import {
  adjustStock,
  type AdjustStock,
  emptyStock,
  evolveStock,
  receiveStock,
  type ReceiveStock,
  type StockEvent,
  type StockState,
} from '../../stock/domain/stock.decider';
import type { Location, MinorUnits, OrderId, Sku, StockKey } from '../primitives';

/** An event with the stream that it belongs to: stock items by `location/sku`, orders by id. */
export type ShopEvent =
  { readonly item: string; readonly event: StockEvent } | { readonly orderId: OrderId; readonly event: OrderEvent };

export type ShopCommand =
  | ({ readonly kind: 'receive' } & StockKey & ReceiveStock)
  | ({ readonly kind: 'adjust' } & AdjustStock)
  | ({ readonly kind: 'place' } & OrderPlacedData)
  | ({ readonly kind: 'change' } & ChangeOrder);

/** Several streams at once: each at its own version. */
export interface Shop {
  readonly stock: ReadonlyMap<string, StockState>;
  readonly orders: ReadonlyMap<OrderId, { readonly state: OrderState; readonly version: number }>;
}

export const nameOf = ({ location, sku }: StockKey) => `${location}/${sku}`;
export const stockIn = (shop: Shop, item: string) => shop.stock.get(item) ?? emptyStock;
export const orderIn = (shop: Shop, orderId: OrderId) =>
  shop.orders.get(orderId) ?? { state: absentOrder as OrderState, version: 0 };

export const shop: Decider<Shop, ShopCommand, ShopEvent> = {
  initial: { stock: new Map(), orders: new Map() },
  evolve: (state, change) => {
    if ('item' in change) {
      const stock = evolveStock(stockIn(state, change.item), change.event);
      return { ...state, stock: new Map(state.stock).set(change.item, stock) };
    }
    const before = orderIn(state, change.orderId);
    const version = before.version + 1;
    const order = { state: evolveOrder(before.state, change.event, version), version };
    return { ...state, orders: new Map(state.orders).set(change.orderId, order) };
  },
  decide: (command, state) => {
    switch (command.kind) {
      case 'receive':
        return receiveStock(command).map((event) => ({ item: nameOf(command), event }));
      case 'adjust':
        return adjustStock(command, stockIn(state, nameOf(command))).map((event) => ({ item: nameOf(command), event }));
      case 'place': {
        const { kind: _, ...order } = command;
        const stockOf = (item: StockKey) => stockIn(state, nameOf(item));
        return changesOf(command.orderId, placeOrder(order, orderIn(state, command.orderId).state, stockOf));
      }
      case 'change':
        return changesOf(command.orderId, changeOrder(command, orderIn(state, command.orderId).state));
    }
  },
};

function changesOf(orderId: OrderId, { order, stock }: OrderDecision): ShopEvent[] {
  return [
    ...order.map((event) => ({ orderId, event })),
    ...stock.map(({ event, ...item }) => ({ item: nameOf(item), event })),
  ];
}

export const main = 'main' as Location;
export const sku = (name: string) => name as Sku;
export const cents = (amount: number) => amount as MinorUnits;
export const orderIdOf = (number: number) => `00000000-0000-7000-8000-${String(number).padStart(12, '0')}` as OrderId;

export function lineOf(name: string, quantity: number, location = main): OrderLine {
  return { sku: sku(name), location, quantity, unitPrice: cents(250) };
}

export function orderOf(lines: readonly OrderLine[], orderId = orderIdOf(1)): OrderPlacedData {
  const total = orderTotal(lines) as MinorUnits;
  return { orderId, currency: 'EUR', lines, total, placedAt: '2026-01-01T00:00:00.000Z' };
}

export const received = (item: string, quantity: number): ShopEvent => ({
  item,
  event: { type: 'StockReceived', data: { quantity } },
});
export const decremented = (item: string, quantity: number, orderId = orderIdOf(1)): ShopEvent => ({
  item,
  event: { type: 'StockDecremented', data: { orderId, quantity } },
});
export const restocked = (item: string, quantity: number, cause: 'cancelled' | 'returned'): ShopEvent => ({
  item,
  event: { type: 'StockRestocked', data: { orderId: orderIdOf(1), quantity, cause } },
});
export const placed = (order: OrderPlacedData): ShopEvent => ({
  orderId: order.orderId,
  event: { type: 'OrderPlaced', data: order },
});
