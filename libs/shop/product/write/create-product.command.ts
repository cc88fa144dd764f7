import { type Decision, Lane, StreamCommand, StreamCommandHandler, type WriteHeaders } from '@firstwrite/command-bus';
import { createProduct, type ProductData, type ProductState } from '../domain/product.decider';
import { productBody, type ProductBody } from '../read/product.body';
import { streamOf } from '../../stream-name';
import { CommandHandler } from '@nestjs/cqrs';
import { attributeKeyField, attributeValueField, limits, moneyField, skuField, textField } from '../../fields';
import { z } from 'zod';

const atMostFifty = (attributes: object) => Object.keys(attributes).length <= limits.attributesMax;
const tooMany = { error: `at most ${limits.attributesMax} attributes` };

const attributes = z.record(attributeKeyField, attributeValueField).refine(atMostFifty, tooMany);

export const createProductBody = z.strictObject({
  sku: skuField,
  name: textField(limits.nameLengthMax),
  description: textField(limits.descriptionLengthMax, 0).optional(),
  price: moneyField.optional(),
  attributes: attributes.optional(),
});

export type CreateProductBody = z.output<typeof createProductBody>;

/** Adds a product to the catalogue. */
export class CreateProduct extends StreamCommand<ProductBody> {
  constructor(
    readonly body: CreateProductBody,
    headers: WriteHeaders,
  ) {
    super({ stream: streamOf.product(body.sku), operation: 'product/create', body, headers });
  }
}

export const createProductDecision: Decision<CreateProduct, ProductBody> = {
  streams: ({ stream }) => [stream],
  decide({ stream, body }, states) {
    return [{ stream, events: createProduct(body as ProductData, states.get<ProductState>(stream)) }];
  },
  answer: ({ stream }, states) => productAnswer(stream, states),
};

/** The answer of every write to a product. */
export function productAnswer(stream: string, states: Parameters<Decision<unknown, ProductBody>['answer']>[1]) {
  const version = states.versionOf(stream);
  return { body: productBody(states.get<ProductData>(stream), version), version };
}

@CommandHandler(CreateProduct)
export class CreateProductHandler extends StreamCommandHandler<CreateProduct, ProductBody> {
  constructor(lane: Lane) {
    super(lane, createProductDecision);
  }
}
