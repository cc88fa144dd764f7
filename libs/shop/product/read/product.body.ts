import type { ProductData } from '../domain/product.decider';
import { z } from 'zod';
import { attributeKeyField, attributeValueField, moneyField, skuField, versionField } from '../../fields';

/** A product as the API gives it, by reads and writes alike. */
export const productBodySchema = z.object({
  sku: skuField,
  name: z.string(),
  description: z.string().optional(),
  price: moneyField.optional(),
  attributes: z.record(attributeKeyField, attributeValueField).optional(),
  version: versionField,
});

/** A product in a reply; a field that is not set is left out, never null. */
export type ProductBody = z.infer<typeof productBodySchema>;

/** Pure: the body of a product at a version. Absent fields are left out. */
export function productBody(product: ProductData, version: number): ProductBody {
  const { sku, name, description, price, attributes } = product;
  return {
    sku,
    name,
    ...(description !== undefined && { description }),
    ...(price !== undefined && { price }),
    ...(attributes !== undefined && { attributes }),
    version,
  };
}
