import {
  type Decision,
  Lane,
  requestKeyOf,
  type Settled,
  submissionParts,
  type WriteHeaders,
} from '@firstwrite/command-bus';
import { changeProduct, type ProductPatch, type ProductState } from '../domain/product.decider';
import type { ProductBody } from '../read/product.body';
import type { Sku } from '../../domain/primitives';
import { streamOf } from '../../stream-name';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { productAnswer } from './create-product.command';
import { amountField, attributeKeyField, attributeValueField, currencyField, limits, textField } from '../../fields';
import { z } from 'zod';

/** A merge patch (RFC 7396): null removes. That the result is whole is decided on the product as it is. */
export const changeProductBody = z.strictObject({
  name: textField(limits.nameLengthMax).optional(),
  description: textField(limits.descriptionLengthMax, 0).nullable().optional(),
  price: z.strictObject({ amount: amountField.optional(), currency: currencyField.optional() }).nullable().optional(),
  attributes: z.record(attributeKeyField, attributeValueField.nullable()).nullable().optional(),
});

export type ChangeProductBody = z.output<typeof changeProductBody>;

/** Changes fields of a product. */
export class ChangeProduct extends Command<Settled<ProductBody>> {
  readonly stream: string;
  readonly operation = 'product/change';
  readonly routingKey: string;
  readonly requestKey: string | undefined;

  constructor(
    readonly sku: Sku,
    readonly body: ChangeProductBody,
    readonly headers: WriteHeaders,
  ) {
    super();
    this.stream = streamOf.product(sku);
    this.routingKey = this.stream;
    this.requestKey = requestKeyOf(headers, this);
  }
}

export const changeProductDecision: Decision<ChangeProduct, ProductBody> = {
  streams: ({ stream }) => [stream],
  decide({ stream, body }, states) {
    return [{ stream, events: changeProduct(body as ProductPatch, states.get<ProductState>(stream)) }];
  },
  answer: ({ stream }, states) => productAnswer(stream, states),
};

@CommandHandler(ChangeProduct)
export class ChangeProductHandler implements ICommandHandler<ChangeProduct> {
  constructor(private readonly lane: Lane) {}

  execute(command: ChangeProduct) {
    const parts = submissionParts(command.headers, command, command.body);
    return this.lane.submit({ decision: changeProductDecision, command, ...parts });
  }
}
