import { Projections, type Projection } from '@firstwrite/views';
import { orders } from './order/read/orders.view';
import { products } from './product/read/products.view';
import { stockAvailability } from './stock/read/stock-availability.view';
import { stockLedger } from './stock/read/stock-ledger.view';

// The functions of a projection get only rows of that projection.
const views = [stockAvailability, stockLedger, orders, products] as unknown as readonly Projection[];

/** The views of the shop, in a module of their own: a program that only keeps views does not load the HTTP server. */
export const projections = new Projections(views);
