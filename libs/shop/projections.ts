import { orders } from './order/read/orders.projection';
import { products } from './product/read/products.projection';
import type { Projection } from '@firstwrite/views';
import { stockAvailability } from './stock/read/stock-availability.projection';
import { stockLedger } from './stock/read/stock-ledger.projection';

/** Every projection of the product, by its name. */
export const projections = {
  'stock-availability': stockAvailability,
  'stock-ledger': stockLedger,
  orders,
  products,
} as const;

/** What a projection is called, in its checkpoint as well. */
export type ProjectionName = keyof typeof projections;

/** The names of all projections, in the catalogue's order. */
export const projectionNames = Object.keys(projections) as ProjectionName[];

/** For code that treats all rows alike. */
export function projectionNamed(name: ProjectionName): Projection {
  // Rows of one projection meet that projection's functions only.
  return projections[name] as unknown as Projection;
}
