import {
  LOCATION_PATTERN,
  ORDER_ID_PATTERN,
  SKU_PATTERN,
  type Location,
  type OrderId,
  type Sku,
} from '@firstwrite/domain';
import { z } from 'zod';

/** The limits of what the API accepts; one place, used by request bodies and stored events alike. */
export const limits = {
  quantityMax: 1_000_000,
  orderLinesMax: 1_000,
  batchOrdersMax: 500,
  amountMax: Number.MAX_SAFE_INTEGER,
  countedOnHandMax: 1_000_000_000_000,
  nameLengthMax: 200,
  reasonLengthMax: 500,
  customerIdLengthMax: 64,
  descriptionLengthMax: 10_000,
  attributesMax: 50,
  attributeKeyLengthMax: 64,
  attributeValueLengthMax: 500,
} as const;

/** Text that PostgreSQL can keep: no NUL, no lone surrogate. */
const storable = (text: string) => !text.includes('\u0000') && text.isWellFormed();

/** 1 (or `min`) … `max` characters of storable text. */
export const textField = (max: number, min = 1) =>
  z.string().min(min).max(max).refine(storable, { error: 'must not contain NUL or lone surrogates' });

const branded = <Branded extends string>(pattern: RegExp, name: string) =>
  z.string().regex(pattern, { error: `must be ${name}: ${pattern.source}` }) as unknown as z.ZodType<Branded, Branded>;

export const skuField = branded<Sku>(SKU_PATTERN, 'a SKU');
export const locationField = branded<Location>(LOCATION_PATTERN, 'a location');
export const orderIdField = branded<OrderId>(ORDER_ID_PATTERN, 'an order id');
export const quantityField = z.int().min(1).max(limits.quantityMax);
export const amountField = z.int().min(0).max(limits.amountMax);
export const currencyField = z.string().regex(/^[A-Z]{3}$/, { error: 'must be three capital letters (ISO 4217)' });
export const moneyField = z.strictObject({ amount: amountField, currency: currencyField });
export const attributeValueField = z.union([textField(limits.attributeValueLengthMax, 0), z.number(), z.boolean()]);
export const attributeKeyField = textField(limits.attributeKeyLengthMax);
