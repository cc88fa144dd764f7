declare const brand: unique symbol;
type Brand<Value, Name extends string> = Value & { readonly [brand]: Name };

/** A stock keeping unit, matching {@link SKU_PATTERN}. */
export type Sku = Brand<string, 'Sku'>;
/** A place that holds stock, matching {@link LOCATION_PATTERN}. */
export type Location = Brand<string, 'Location'>;
/** An order's opaque UUID, in lower case. */
export type OrderId = Brand<string, 'OrderId'>;

/**
 * An amount of money in the minor units of its currency, 0 … 2^53−1: a count of units does not compile in its place.
 */
export type MinorUnits = Brand<number, 'MinorUnits'>;

/** 1 … 64 ASCII characters, case matters; without the `/`, `:` and `@` that separate the parts of stream names. */
export const SKU_PATTERN = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;
/** 1 … 32 ASCII characters in lower case; without the `/`, `:` and `@` that separate the parts of stream names. */
export const LOCATION_PATTERN = /^[a-z0-9][a-z0-9-]{0,31}$/;
/** A UUID of any version in lower case only: a second spelling would be a second stream. */
export const ORDER_ID_PATTERN = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** An amount of one ISO 4217 currency. */
export interface Money {
  readonly amount: MinorUnits;
  readonly currency: string;
}

/** The name of a stock item: one SKU at one location. */
export interface StockKey {
  readonly location: Location;
  readonly sku: Sku;
}

/** Fails to compile when a case was forgotten, and throws when a value from outside got past its schema. */
export function assertNever(value: never): never {
  throw new Error(`unexpected value ${JSON.stringify(value)}`);
}
