import type { OrderId } from '../../domain/primitives';

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
