import { type Decision, requestKeyOf, type Settled, type WriteHeaders } from '@firstwrite/command-bus';
import {
  changeProduct,
  type ProductBody,
  type ProductPatch,
  type ProductState,
  type Sku,
  streamOf,
} from '@firstwrite/shop';
import { Command } from '@nestjs/cqrs';
import { productAnswer } from './create-product.command';
import type { ChangeProductBody } from './product.bodies';

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
