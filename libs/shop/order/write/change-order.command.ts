import { type Decision, Lane, StreamCommand, StreamCommandHandler, type WriteHeaders } from '@firstwrite/command-bus';
import {
  changeOrder,
  type ChangeOrder as Change,
  demandOf,
  putsUnitsBack,
  type OrderState,
  type PlacedOrder,
} from '../domain/order.decider';
import { orderBody, type OrderBody } from '../read/order.body';
import { streamOf } from '../../stream-name';
import { CommandHandler } from '@nestjs/cqrs';
import { limits, textField } from '../../fields';
import { z } from 'zod';

export const changeOrderBody = z
  .strictObject({ reason: textField(limits.reasonLengthMax).optional() })
  .optional()
  .default({});

export type ChangeOrderBody = z.output<typeof changeOrderBody>;

/** Moves an order along its transitions. */
export class ChangeOrder extends StreamCommand<OrderBody> {
  constructor(
    readonly change: Change,
    headers: WriteHeaders,
  ) {
    const { orderId, action, reason } = change;
    super({
      stream: streamOf.order(orderId),
      operation: `order/${action}`,
      body: { reason },
      headers,
      subject: { orderId },
    });
  }
}

export const changeOrderDecision: Decision<ChangeOrder, OrderBody> = {
  streams({ stream, change }, known) {
    const order = putsUnitsBack(change.action) ? known.get<OrderState | undefined>(stream) : undefined;
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

@CommandHandler(ChangeOrder)
export class ChangeOrderHandler extends StreamCommandHandler<ChangeOrder, OrderBody> {
  constructor(lane: Lane) {
    super(lane, changeOrderDecision);
  }
}
