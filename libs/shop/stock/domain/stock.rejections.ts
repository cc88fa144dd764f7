import type { Location, Sku } from '../../domain/primitives';
import { Rejection } from '../../domain/rejections';

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
