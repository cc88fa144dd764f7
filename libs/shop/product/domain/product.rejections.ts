import type { Sku } from '../../domain/primitives';
import { Rejection } from '../../domain/rejections';

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
