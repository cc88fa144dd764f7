import { type Decision, requestKeyOf, type Settled, type WriteHeaders } from '@firstwrite/command-bus';
import { changeProduct, type ProductPatch, type ProductState } from '../domain/product.decider';
import type { ProductBody } from '../read/product.body';
import type { Sku } from '../../domain/primitives';
import { streamOf } from '../../stream-name';
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
