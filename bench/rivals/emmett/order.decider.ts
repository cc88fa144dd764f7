import { IllegalStateError, type Command, type Decider, type Event } from '@event-driven-io/emmett';

// Type aliases, because Emmett's types do not accept an interface as a record.
type OrderLine = {
  readonly sku: string;
  readonly quantity: number;
  readonly unitPrice: number;
};

type OrderData = {
  readonly orderId: string;
  readonly currency: string;
  readonly lines: OrderLine[];
  readonly total: number;
  readonly placedAt: string;
};

export type OrderEvent = Event<'OrderPlaced', OrderData>;
export type OrderCommand = Command<'PlaceOrder', OrderData>;
export type OrderState = 'absent' | 'placed';

export const orderDecider: Decider<OrderState, OrderCommand, OrderEvent> = {
  initialState: () => 'absent',
  evolve: () => 'placed',
  decide: ({ data }, state) => {
    if (state === 'placed') throw new IllegalStateError('the order is already placed');
    return { type: 'OrderPlaced', data };
  },
};
