import { productBody, type ProductBody } from './product.body';
import { productView } from './products.view';
import type { List } from '@firstwrite/reads';
import { productsSql } from './products.sql';

const statement = { name: 'list products', text: productsSql };

/** Products by SKU. */
export const productsList: List<object, ProductBody> = {
  name: 'products',
  projection: 'products',
  statementFor: () => statement,
  values: (_, [afterSku], limit) => [afterSku ?? null, limit],
  presentColumn: 'sku',
  itemOf: (record) => {
    const row = productView.rowOf(record);
    return productBody(row, row.version);
  },
  keyOf: ({ sku }) => [sku],
};
