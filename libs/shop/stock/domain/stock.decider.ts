import type { Location, OrderId, Sku, StockKey } from '../../domain/primitives';
import { Rejection } from '../../domain/rejections';

/** The facts of a stock item's stream. `quantity` is units and at least 1; `delta` is units with a sign. */
export type StockEvent =
  | { readonly type: 'StockReceived'; readonly data: { readonly quantity: number; readonly reference?: string } }
  | { readonly type: 'StockDecremented'; readonly data: { readonly orderId: OrderId; readonly quantity: number } }
  | {
      readonly type: 'StockRestocked';
      readonly data: {
        readonly orderId: OrderId;
        readonly quantity: number;
        readonly cause: 'cancelled' | 'returned';
      };
    }
  | {
      readonly type: 'StockAdjusted';
      readonly data: {
        readonly delta: number;
        readonly reason: string;
        readonly actor: string;
        /** Present when the adjustment is a stocktake. */
        readonly countedOnHand?: number;
      };
    };

/** The change of units on hand that an event made. */
export function stockDelta(event: StockEvent): number {
  switch (event.type) {
    case 'StockReceived':
    case 'StockRestocked':
      return event.data.quantity;
    case 'StockDecremented':
      return -event.data.quantity;
    case 'StockAdjusted':
      return event.data.delta;
  }
}

/** Units of one SKU at one location. `reserved` units are on hand but promised to a hold. */
export interface StockState {
  readonly onHand: number;
  readonly reserved: number;
}

/** The state before any event; also that of an unknown SKU. */
export const emptyStock: StockState = { onHand: 0, reserved: 0 };

/** Moves the units on hand by the event's {@link stockDelta}; no event changes `reserved` yet. */
export function evolveStock(state: StockState, event: StockEvent): StockState {
  return { onHand: state.onHand + stockDelta(event), reserved: state.reserved };
}

/** The units that an order may take now. */
export function availableUnits(state: StockState): number {
  return state.onHand - state.reserved;
}

/** Units that arrived from outside; `reference` is the caller's name for the delivery. */
export interface ReceiveStock {
  readonly quantity: number;
  readonly reference?: string;
}

/** Always one event: receiving again is a second delivery, unless an idempotency key says that it is the same. */
export function receiveStock(command: ReceiveStock): StockEvent[] {
  const { quantity, reference } = command;
  return [{ type: 'StockReceived', data: { quantity, ...(reference !== undefined && { reference }) } }];
}

/** Either a difference or the units that a stocktake counted. */
export type StockAdjustment = { readonly delta: number } | { readonly countedOnHand: number };

/** A correction of the units on hand, with why it was made and by whom. */
export type AdjustStock = StockKey & StockAdjustment & { readonly reason: string; readonly actor: string };

/** @throws InsufficientStockError when fewer units would be on hand than are reserved, or fewer than zero. */
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

/** The fact that an order took its units. Decides nothing: the caller has checked that they are available. */
export function decrementStock(orderId: OrderId, quantity: number): StockEvent {
  return { type: 'StockDecremented', data: { orderId, quantity } };
}

/** The fact that an order's units came back. Decides nothing: the caller has checked that the order held them. */
export function restock(orderId: OrderId, quantity: number, cause: 'cancelled' | 'returned'): StockEvent {
  return { type: 'StockRestocked', data: { orderId, quantity, cause } };
}

/** The units that an order or an adjustment asked of one stock item, and the units that it had. */
export interface Shortage {
  readonly location: Location;
  readonly sku: Sku;
  readonly requested: number;
  readonly available: number;
}

/** Not enough units; `shortages` names every item that fell short, not just the first. */
export class InsufficientStockError extends Rejection {
  readonly code = 'insufficient-stock';
  constructor(readonly shortages: readonly Shortage[]) {
    super(`not enough stock of ${shortages.map(({ location, sku }) => `${location}/${sku}`).join(', ')}`);
  }
}
