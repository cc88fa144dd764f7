import { Lane, submissionParts } from '@firstwrite/command-bus';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { ChangeProduct, changeProductDecision } from './change-product.command';

@CommandHandler(ChangeProduct)
export class ChangeProductHandler implements ICommandHandler<ChangeProduct> {
  constructor(private readonly lane: Lane) {}

  execute(command: ChangeProduct) {
    const parts = submissionParts(command.headers, command, command.body);
    return this.lane.submit({ decision: changeProductDecision, command, ...parts });
  }
}
