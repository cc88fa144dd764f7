import { absentProduct, evolveProduct, type ProductEvent } from '../domain/product.decider';
import { productView, type ProductRow } from './product.view';
import type { Projection } from '@firstwrite/views';

/** Products as they stand. */
export const products: Projection<ProductRow> = {
  name: 'products',
  kind: 'product',
  keeps: 'latest',
  view: productView,
  apply: (row, { version, event }) => {
    if (!row && event.type !== 'ProductCreated') return undefined;
    const after = evolveProduct(row ?? absentProduct, event as ProductEvent);
    return after === 'absent' ? undefined : { ...after, version };
  },
};
