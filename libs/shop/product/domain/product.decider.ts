import { assertNever, type MinorUnits, type Money, type Sku } from '../../domain/primitives';
import { NotFoundError, Rejection } from '../../domain/rejections';

/** The value of an attribute. null is not a value: in a patch it removes the attribute. */
export type AttributeValue = string | number | boolean;
/** The shop's own facts about a product, by name; flat. */
export type Attributes = Readonly<Record<string, AttributeValue>>;

/** Everything that is known of a product; a field that is absent was never set, or was removed. */
export interface ProductData {
  readonly sku: Sku;
  readonly name: string;
  readonly description?: string;
  readonly price?: Money;
  readonly attributes?: Attributes;
}

/** The fields that changed, each with its whole new value; null: the field was removed. */
export interface ProductChanges {
  readonly name?: string;
  readonly description?: string | null;
  readonly price?: Money | null;
  readonly attributes?: Attributes | null;
}

/** The facts of a product's stream. */
export type ProductEvent =
  | { readonly type: 'ProductCreated'; readonly data: ProductData }
  | { readonly type: 'ProductChanged'; readonly data: ProductChanges };

/** The state that a product's stream folds to. */
export type ProductState = ProductData | 'absent';

/** The state before any event. */
export const absentProduct = 'absent' as const;

/** Lays the changed fields over the product; null removes one. @throws Error when it changes before it was created */
export function evolveProduct(state: ProductState, event: ProductEvent): ProductState {
  switch (event.type) {
    case 'ProductCreated':
      return event.data;
    case 'ProductChanged':
      if (state === 'absent') throw new Error('ProductChanged on a product that was never created');
      return dropNulls({ ...state, ...event.data }) as unknown as ProductData;
    default:
      return assertNever(event);
  }
}

/** @throws ProductExistsError */
export function createProduct(command: ProductData, state: ProductState): ProductEvent[] {
  if (state !== 'absent') throw new ProductExistsError(command.sku);
  return [{ type: 'ProductCreated', data: command }];
}

/** An RFC 7396 merge patch of a product: objects merge, null removes. */
export interface ProductPatch {
  readonly name?: string;
  readonly description?: string | null;
  readonly price?: { readonly amount?: MinorUnits; readonly currency?: string } | null;
  readonly attributes?: Readonly<Record<string, AttributeValue | null>> | null;
}

/** Attributes of one product, counted after a patch: the same limit as for a new one. */
export const ATTRIBUTES_MAX = 50;

/**
 * Applies a merge patch; a patch that changes nothing decides nothing.
 * @throws NotFoundError @throws InvalidProductError when the merged product would break a rule
 */
export function changeProduct(patch: ProductPatch, state: ProductState): ProductEvent[] {
  if (state === 'absent') throw new NotFoundError('product');
  const merged = {
    ...(patch.name !== undefined && { name: patch.name }),
    ...(patch.description !== undefined && { description: patch.description }),
    ...(patch.price !== undefined && { price: mergePrice(patch.price, state.price) }),
    ...(patch.attributes !== undefined && { attributes: mergeAttributes(patch.attributes, state.attributes) }),
  };
  const changes = Object.fromEntries(
    Object.entries(merged).filter(([field, value]) => !sameValue(value, state[field as keyof ProductData])),
  );
  return Object.keys(changes).length > 0 ? [{ type: 'ProductChanged', data: changes }] : [];
}

function mergePrice(patch: NonNullable<ProductPatch['price']> | null, current: Money | undefined): Money | null {
  if (patch === null) return null;
  const { amount, currency } = { ...current, ...patch };
  if (amount === undefined) throw new InvalidProductError('/price/amount', 'a price needs an amount');
  if (currency === undefined) throw new InvalidProductError('/price/currency', 'a price needs a currency');
  return { amount, currency };
}

function mergeAttributes(
  patch: NonNullable<ProductPatch['attributes']> | null,
  current: Attributes | undefined,
): Attributes | null {
  if (patch === null) return null;
  const merged = dropNulls({ ...current, ...patch }) as Attributes;
  const count = Object.keys(merged).length;
  if (count > ATTRIBUTES_MAX) {
    throw new InvalidProductError('/attributes', `${count} attributes after the patch, at most ${ATTRIBUTES_MAX}`);
  }
  return merged;
}

function dropNulls(record: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== null && value !== undefined));
}

function sameValue(next: unknown, current: unknown): boolean {
  return JSON.stringify(sortedIfObject(next ?? null)) === JSON.stringify(sortedIfObject(current ?? null));
}

function sortedIfObject(value: unknown): unknown {
  return value !== null && typeof value === 'object'
    ? Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
    : value;
}

/** A product with this SKU exists. */
export class ProductExistsError extends Rejection {
  readonly code = 'product-exists';
  constructor(readonly sku: Sku) {
    super(`product ${sku} exists`);
  }
}

/** The product that a patch would result in breaks a rule; `pointer` is the place in the patch (RFC 6901). */
export class InvalidProductError extends Rejection {
  readonly code = 'invalid-request';
  constructor(
    readonly pointer: string,
    readonly detail: string,
  ) {
    super(`${pointer}: ${detail}`);
  }
}
