import { IllegalStateError, type Command, type Decider, type Event } from '@event-driven-io/emmett';

// Emmett, "Getting started" (events, commands, state) and "API reference", "Decider".

export type StockEvent =
  | Event<'StockReceived', { quantity: number }>
  | Event<'StockDecremented', { orderId: string; quantity: number }>
  | Event<'StockRestocked', { orderId: string; quantity: number }>;

export type StockCommand =
  | Command<'ReceiveStock', { quantity: number }>
  | Command<'TakeStock', { orderId: string; quantity: number }>
  | Command<'GiveStockBack', { orderId: string; quantity: number }>;

export interface StockState {
  readonly available: number;
}

export const stockDecider: Decider<StockState, StockCommand, StockEvent> = {
  initialState: () => ({ available: 0 }),
  evolve: (state, { type, data }) => {
    switch (type) {
      case 'StockReceived':
      case 'StockRestocked':
        return { available: state.available + data.quantity };
      case 'StockDecremented':
        return { available: state.available - data.quantity };
    }
  },
  decide: ({ type, data }, state) => {
    switch (type) {
      case 'ReceiveStock':
        return { type: 'StockReceived', data };
      case 'TakeStock':
        if (state.available < data.quantity) throw new IllegalStateError('not enough stock');
        return { type: 'StockDecremented', data };
      case 'GiveStockBack':
        return { type: 'StockRestocked', data };
    }
  },
};
