import type { StockKey } from '../../domain/primitives';
import type { StockState } from '../domain/stock.decider';
import { z } from 'zod';
import { locationField, skuField, versionField } from '../../fields';

/** A stock item as the API gives it, by reads and writes alike. */
export const stockBodySchema = z.object({
  location: locationField,
  sku: skuField,
  onHand: z.int(),
  reserved: z.int(),
  available: z.int(),
  version: versionField,
});

/** A stock item in a reply: units, of which `available` are on hand and not reserved. */
export type StockBody = z.infer<typeof stockBodySchema>;

/** Pure: the body of a stock item at a version. */
export function stockBody({ onHand, reserved }: StockState, { location, sku }: StockKey, version: number): StockBody {
  return { location, sku, onHand, reserved, available: onHand - reserved, version };
}
