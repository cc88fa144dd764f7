import { Lane, metadataOf } from '@firstwrite/command-bus';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { PlaceOrder, placeOrderDecision } from './place-order.command';

@CommandHandler(PlaceOrder)
export class PlaceOrderHandler implements ICommandHandler<PlaceOrder> {
  constructor(private readonly lane: Lane) {}

  execute(command: PlaceOrder) {
    const { order, orderStream, expectations, request, stockStreams } = command;
    return this.lane.submit({
      decision: placeOrderDecision,
      command,
      expectations,
      orderId: order.orderId,
      weight: stockStreams.length,
      metadata: metadataOf(request),
      newStream: orderStream,
    });
  }
}
