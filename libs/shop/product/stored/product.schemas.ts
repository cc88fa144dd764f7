import type { ProductEvent } from '../domain/product.decider';
import { z } from 'zod';
import { attributeKeyField, attributeValueField, moneyField, skuField } from '../../fields';

const attributes = z.record(attributeKeyField, attributeValueField);

/** The data of each product event as it is stored today. */
export const productEventSchemas: Readonly<Record<ProductEvent['type'], z.ZodType>> = {
  ProductCreated: z.object({
    sku: skuField,
    name: z.string(),
    description: z.string().optional(),
    price: moneyField.optional(),
    attributes: attributes.optional(),
  }),
  ProductChanged: z.object({
    name: z.string().optional(),
    description: z.string().nullable().optional(),
    price: moneyField.nullable().optional(),
    attributes: attributes.nullable().optional(),
  }),
};
