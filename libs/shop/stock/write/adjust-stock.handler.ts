import { Lane, submissionParts } from '@firstwrite/command-bus';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { AdjustStock, adjustStockDecision } from './adjust-stock.command';

@CommandHandler(AdjustStock)
export class AdjustStockHandler implements ICommandHandler<AdjustStock> {
  constructor(private readonly lane: Lane) {}

  execute(command: AdjustStock) {
    const parts = submissionParts(command.headers, command, command.body);
    return this.lane.submit({ decision: adjustStockDecision, command, ...parts });
  }
}
