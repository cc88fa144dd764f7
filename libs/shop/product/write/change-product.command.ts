import { type Decision, Lane, StreamCommand, StreamCommandHandler, type WriteHeaders } from '@firstwrite/command-bus';
import { changeProduct, type ProductPatch, type ProductState } from '../domain/product.decider';
import type { ProductBody } from '../read/product.body';
import type { Sku } from '../../domain/primitives';
import { streamOf } from '../../stream-name';
import { CommandHandler } from '@nestjs/cqrs';
import { productAnswer } from './create-product.command';
import { amountField, attributeKeyField, attributeValueField, currencyField, limits, textField } from '../../fields';
import { z } from 'zod';

/** A merge patch (RFC 7396): null removes. Whether the result is complete is decided on the current product. */
export const changeProductBody = z.strictObject({
  name: textField(limits.nameLengthMax).optional(),
  description: textField(limits.descriptionLengthMax, 0).nullable().optional(),
  price: z.strictObject({ amount: amountField.optional(), currency: currencyField.optional() }).nullable().optional(),
  attributes: z.record(attributeKeyField, attributeValueField.nullable()).nullable().optional(),
});

export type ChangeProductBody = z.output<typeof changeProductBody>;

/** Changes fields of a product. */
export class ChangeProduct extends StreamCommand<ProductBody> {
  constructor(
    readonly sku: Sku,
    readonly body: ChangeProductBody,
    headers: WriteHeaders,
  ) {
    super({ stream: streamOf.product(sku), operation: 'product/change', body, headers });
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
export class ChangeProductHandler extends StreamCommandHandler<ChangeProduct, ProductBody> {
  constructor(lane: Lane) {
    super(lane, changeProductDecision);
  }
}
