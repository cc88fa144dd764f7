import { ATTRIBUTES_MAX } from './product/domain/product.decider';
import {
  LOCATION_PATTERN,
  ORDER_ID_PATTERN,
  SKU_PATTERN,
  type Location,
  type MinorUnits,
  type OrderId,
  type Sku,
} from './domain/primitives';
import { z } from 'zod';

/** The limits of the API, in one place for request bodies and stored events. */
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
  attributesMax: ATTRIBUTES_MAX,
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

/** Accepts a SKU, and brands it. */
export const skuField = branded<Sku>(SKU_PATTERN, 'a SKU');
/** Accepts a location, and brands it; a caller that needs a default location adds it. */
export const locationField = branded<Location>(LOCATION_PATTERN, 'a location');
/** Accepts the location and the SKU that name a stock item. */
export const stockKeyField = z.object({ location: locationField, sku: skuField });
/** Accepts a UUID of any version in lower case, and brands it. */
export const orderIdField = branded<OrderId>(ORDER_ID_PATTERN, 'an order id');
/** Units that a request may move at once; an event that sums order lines may hold more. */
export const quantityField = z.int().min(1).max(limits.quantityMax);
/** Minor units: exact as a JSON number, never negative. */
export const amountField = z.int().min(0).max(limits.amountMax) as unknown as z.ZodType<MinorUnits, MinorUnits>;
/** Three capital letters; whether ISO 4217 lists them is not checked. */
export const currencyField = z.string().regex(/^[A-Z]{3}$/, { error: 'must be three capital letters (ISO 4217)' });
/** An amount with its currency, and no other field. */
export const moneyField = z.strictObject({ amount: amountField, currency: currencyField });
/** The value of a product's attribute: empty text is one, null is not. */
export const attributeValueField = z.union([textField(limits.attributeValueLengthMax, 0), z.number(), z.boolean()]);
/** The name of a product's attribute: any storable text that is not empty. */
export const attributeKeyField = textField(limits.attributeKeyLengthMax);
/** A version of a stream that has events. */
export const versionField = z.int().min(1).describe("the stream's version; also the ETag");
/** ISO 8601, UTC, with milliseconds. */
export const timeField = z.iso.datetime({ precision: 3 });
