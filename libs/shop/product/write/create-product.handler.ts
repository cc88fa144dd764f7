import { Lane, submissionParts } from '@firstwrite/command-bus';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { CreateProduct, createProductDecision } from './create-product.command';

@CommandHandler(CreateProduct)
export class CreateProductHandler implements ICommandHandler<CreateProduct> {
  constructor(private readonly lane: Lane) {}

  execute(command: CreateProduct) {
    const parts = submissionParts(command.headers, command, command.body);
    return this.lane.submit({ decision: createProductDecision, command, ...parts });
  }
}
