import type { OrderAction, OrderStatus } from './order.events';
import type { Location, Sku } from './primitives';

/** A command that the rules of the shop refuse. Nothing was written; `code` is stable and part of the API. */
export abstract class Rejection extends Error {
  abstract readonly code: string;
}

/** What an order or an adjustment asked of one stock item, and what was there. */
export interface Shortage {
  readonly location: Location;
  readonly sku: Sku;
  readonly requested: number;
  readonly available: number;
}

/** Not enough units; `shortages` names every item that fell short, not just the first. */
export class InsufficientStockError extends Rejection {
  readonly code = 'insufficient-stock';
  constructor(readonly shortages: readonly Shortage[]) {
    super(`not enough stock of ${shortages.map(({ location, sku }) => `${location}/${sku}`).join(', ')}`);
  }
}

/** The order's status does not permit the action; `allowed` lists the actions that it does permit. */
export class IllegalTransitionError extends Rejection {
  readonly code = 'illegal-transition';
  constructor(
    readonly action: OrderAction,
    readonly status: OrderStatus,
    readonly allowed: readonly OrderAction[],
  ) {
    super(`an order that is ${status} cannot be changed by "${action}"`);
  }
}

/** The aggregate that the command names does not exist. */
export class NotFoundError extends Rejection {
  readonly code = 'not-found';
  constructor(readonly resource: 'order' | 'product' | 'stock') {
    super(`there is no such ${resource}`);
  }
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
