import {
  amountField,
  attributeKeyField,
  attributeValueField,
  currencyField,
  limits,
  moneyField,
  skuField,
  textField,
} from '../../fields';
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

/** A merge patch (RFC 7396): null removes. That the result is whole is decided on the product as it is. */
export const changeProductBody = z.strictObject({
  name: textField(limits.nameLengthMax).optional(),
  description: textField(limits.descriptionLengthMax, 0).nullable().optional(),
  price: z.strictObject({ amount: amountField.optional(), currency: currencyField.optional() }).nullable().optional(),
  attributes: z.record(attributeKeyField, attributeValueField.nullable()).nullable().optional(),
});

export type CreateProductBody = z.output<typeof createProductBody>;
export type ChangeProductBody = z.output<typeof changeProductBody>;
