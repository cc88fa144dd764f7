import { type Decision, requestKeyOf, type Settled, type WriteHeaders } from '@firstwrite/command-bus';
import {
  changeOrder,
  type ChangeOrder as Change,
  demandOf,
  type OrderState,
  type PlacedOrder,
} from '../domain/order.decider';
import { orderBody, type OrderBody } from '../read/order.body';
import { streamOf } from '../../stream-name';
import { Command } from '@nestjs/cqrs';

/** Moves an order along its transitions. */
export class ChangeOrder extends Command<Settled<OrderBody>> {
  readonly stream: string;
  readonly operation: string;
  readonly routingKey: string;
  readonly requestKey: string | undefined;

  constructor(
    readonly change: Change,
    readonly headers: WriteHeaders,
  ) {
    super();
    this.stream = streamOf.order(change.orderId);
    this.operation = `order/${change.action}`;
    this.routingKey = this.stream;
    this.requestKey = requestKeyOf(headers, this);
  }
}

/** Actions that put units back, and so touch the order's stock. */
const RESTOCKING: ReadonlySet<Change['action']> = new Set(['cancel', 'return']);

export const changeOrderDecision: Decision<ChangeOrder, OrderBody> = {
  streams({ stream, change }, known) {
    const order = RESTOCKING.has(change.action) ? known.get<OrderState | undefined>(stream) : undefined;
    if (!order || order.status === 'absent') return [stream];
    return [stream, ...demandOf(order.lines).map((item) => streamOf.stock(item))];
  },

  decide({ stream, change }, states) {
    const decided = changeOrder(change, states.get<OrderState>(stream));
    return [
      { stream, events: decided.order },
      ...decided.stock.map(({ event, ...item }) => ({ stream: streamOf.stock(item), events: [event] })),
    ];
  },

  answer({ stream }, states) {
    const version = states.versionOf(stream);
    return { body: orderBody(states.get<PlacedOrder>(stream), version), version };
  },
};
