import { type Decision, requestKeyOf, type Settled, type WriteHeaders } from '@firstwrite/command-bus';
import { createProduct, type ProductData, type ProductState } from '../domain/product.decider';
import { productBody, type ProductBody } from '../read/product.body';
import { streamOf } from '../../stream-name';
import { Command } from '@nestjs/cqrs';
import type { CreateProductBody } from './product.bodies';

/** Adds a product to the catalogue. */
export class CreateProduct extends Command<Settled<ProductBody>> {
  readonly stream: string;
  readonly operation = 'product/create';
  readonly routingKey: string;
  readonly requestKey: string | undefined;

  constructor(
    readonly body: CreateProductBody,
    readonly headers: WriteHeaders,
  ) {
    super();
    this.stream = streamOf.product(body.sku);
    this.routingKey = this.stream;
    this.requestKey = requestKeyOf(headers, this);
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
