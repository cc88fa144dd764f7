import type { ProductEvent } from '../domain/product.decider';
import { z } from 'zod';
import type { Sku } from '../../domain/primitives';
import { attributeKeyField, attributeValueField, moneyField, skuField } from '../../fields';
import { describeEvents } from '../../event-description';
import { streamOf } from '../../stream-name';
import changed from './golden/ProductChanged.v1.json';
import created from './golden/ProductCreated.v1.json';

const stream = streamOf.product(created.data.sku as Sku);

const attributes = z.record(attributeKeyField, attributeValueField);

/** Each product event as it is stored today. */
export const productEvents = describeEvents<ProductEvent>()({
  ProductCreated: {
    schema: z.object({
      sku: skuField,
      name: z.string(),
      description: z.string().optional(),
      price: moneyField.optional(),
      attributes: attributes.optional(),
    }),
    summary: 'A product got a name, and what else is known of it.',
    golden: created,
    stream,
  },
  ProductChanged: {
    schema: z.object({
      name: z.string().optional(),
      description: z.string().nullable().optional(),
      price: moneyField.nullable().optional(),
      attributes: attributes.nullable().optional(),
    }),
    summary: 'Members of a product changed: an absent one stays as it was, null removes it.',
    golden: changed,
    stream,
  },
});
