import { Lane, submissionParts } from '@firstwrite/command-bus';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { ReceiveStock, receiveStockDecision } from './receive-stock.command';

@CommandHandler(ReceiveStock)
export class ReceiveStockHandler implements ICommandHandler<ReceiveStock> {
  constructor(private readonly lane: Lane) {}

  execute(command: ReceiveStock) {
    const parts = submissionParts(command.headers, command, command.body);
    return this.lane.submit({ decision: receiveStockDecision, command, ...parts });
  }
}
