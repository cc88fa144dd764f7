import type { Entity } from '@firstwrite/reads';
import type { Projection, View } from '@firstwrite/views';
import type { MinorUnits, Sku } from '../../domain/primitives';
import { snapshotSchemaVersions } from '../../snapshot-schemas';
import { parseStreamName } from '../../stream-name';
import {
  absentProduct,
  evolveProduct,
  type Attributes,
  type ProductData,
  type ProductEvent,
} from '../domain/product.decider';
import { productBody, type ProductBody } from './product.body';

/** A product as it is now, one row per product. */
export interface ProductRow extends ProductData {
  readonly version: number;
}

export const productView: View<ProductRow> = {
  table: 'product_view',
  streamKeyLength: 1,
  primaryKeyLength: 1,
  columns: [
    { name: 'sku', type: 'text', value: ({ sku }) => sku },
    { name: 'version', type: 'integer', value: ({ version }) => version },
    { name: 'name', type: 'text', value: ({ name }) => name },
    { name: 'description', type: 'text', value: ({ description }) => description ?? null },
    { name: 'price_amount', type: 'bigint', value: ({ price }) => price?.amount ?? null },
    { name: 'price_currency', type: 'text', value: ({ price }) => price?.currency ?? null },
    {
      name: 'attributes',
      type: 'json',
      value: ({ attributes }) => (attributes === undefined ? null : JSON.stringify(attributes)),
    },
  ],
  keyOf: (stream) => {
    const identity = parseStreamName(stream);
    if (identity.kind !== 'product') throw new Error(`${stream} is not a product`);
    return [identity.sku];
  },
  streamSql: `'product-' || v.sku`,
  rowOf: (record) => ({
    sku: record['sku'] as Sku,
    version: record['version'] as number,
    name: record['name'] as string,
    ...(record['description'] !== null && { description: record['description'] as string }),
    ...(record['price_amount'] !== null && {
      price: { amount: Number(record['price_amount']) as MinorUnits, currency: record['price_currency'] as string },
    }),
    ...(record['attributes'] !== null && { attributes: record['attributes'] as Attributes }),
  }),
};

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

/** A product by its stream. */
export const productEntity: Entity<ProductRow, ProductBody> = {
  projection: products,
  snapshot: {
    schemaVersion: snapshotSchemaVersions.product,
    rowOf: ({ version, state }) => ({ ...(state as ProductData), version }),
  },
  bodyOf: (row) => productBody(row, row.version),
};
