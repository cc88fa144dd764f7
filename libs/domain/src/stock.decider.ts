import type { OrderId, StockKey } from './primitives';
import { InsufficientStockError } from './rejections';
import { stockDelta, type StockEvent } from './stock.events';

/** Units of one SKU at one location. `reserved` units are on hand but promised to a hold. */
export interface StockState {
  readonly onHand: number;
  readonly reserved: number;
}

export const emptyStock: StockState = { onHand: 0, reserved: 0 };

export function evolveStock(state: StockState, event: StockEvent): StockState {
  return { onHand: state.onHand + stockDelta(event), reserved: state.reserved };
}

/** The units that an order may take now. */
export function availableUnits(state: StockState): number {
  return state.onHand - state.reserved;
}

export interface ReceiveStock {
  readonly quantity: number;
  readonly reference?: string;
}

export function receiveStock(command: ReceiveStock): StockEvent[] {
  const { quantity, reference } = command;
  return [{ type: 'StockReceived', data: { quantity, ...(reference !== undefined && { reference }) } }];
}

/** Either a difference or the units that a stocktake counted. */
export type StockAdjustment = { readonly delta: number } | { readonly countedOnHand: number };

export type AdjustStock = StockKey & StockAdjustment & { readonly reason: string; readonly actor: string };

/** @throws InsufficientStockError when fewer units would be on hand than are reserved, or fewer than none. */
export function adjustStock(command: AdjustStock, state: StockState): StockEvent[] {
  const { location, sku, reason, actor } = command;
  const counted = 'countedOnHand' in command ? command.countedOnHand : undefined;
  const delta = 'delta' in command ? command.delta : command.countedOnHand - state.onHand;
  const available = availableUnits(state);
  if (available + delta < 0) throw new InsufficientStockError([{ location, sku, requested: -delta, available }]);
  return [
    { type: 'StockAdjusted', data: { delta, reason, actor, ...(counted !== undefined && { countedOnHand: counted }) } },
  ];
}

export function decrementStock(orderId: OrderId, quantity: number): StockEvent {
  return { type: 'StockDecremented', data: { orderId, quantity } };
}

export function restock(orderId: OrderId, quantity: number, cause: 'cancelled' | 'returned'): StockEvent {
  return { type: 'StockRestocked', data: { orderId, quantity, cause } };
}
