import { Projections, type Projection } from '@firstwrite/views';
import { orders } from './order/read/orders.view';
import { products } from './product/read/products.view';
import { stockAvailability } from './stock/read/stock-availability.view';
import { stockLedger } from './stock/read/stock-ledger.view';

// Rows of one projection meet that projection's functions only.
const views = [stockAvailability, stockLedger, orders, products] as unknown as readonly Projection[];

/**
 * The views of the shop: apart from its catalogue, so that a program which keeps views loads nothing that serves HTTP.
 */
export const projections = new Projections(views);
