import { Lane, submissionParts } from '@firstwrite/command-bus';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { ChangeOrder, changeOrderDecision } from './change-order.command';

@CommandHandler(ChangeOrder)
export class ChangeOrderHandler implements ICommandHandler<ChangeOrder> {
  constructor(private readonly lane: Lane) {}

  execute(command: ChangeOrder) {
    const { reason } = command.change;
    return this.lane.submit({
      decision: changeOrderDecision,
      command,
      orderId: command.change.orderId,
      ...submissionParts(command.headers, command, { reason }),
    });
  }
}
