import type { Shop } from '@firstwrite/roles';
import { Projections, type Projection } from '@firstwrite/views';
import { apiDocument } from './api/api-document';
import { auditRules } from './audit-rules';
import { model } from './model';
import { OrderReadsController } from './order/read/order-reads.controller';
import { orders } from './order/read/orders.view';
import { orderWrites } from './order/write/orders.controller';
import { shopProblems } from './problems';
import { ProductReadsController } from './product/read/product-reads.controller';
import { products } from './product/read/products.view';
import { productWrites } from './product/write/products.controller';
import { eventsDocument } from './published/events-document';
import { stockAvailability } from './stock/read/stock-availability.view';
import { stockLedger } from './stock/read/stock-ledger.view';
import { StockReadsController } from './stock/read/stock-reads.controller';
import { stockWrites } from './stock/write/stock.controller';

// Rows of one projection meet that projection's functions only.
const views = [stockAvailability, stockLedger, orders, products] as unknown as readonly Projection[];

/** The views of the shop. */
export const projections = new Projections(views);

/** All that the engine is told of this shop. */
export const shop: Shop = {
  model,
  projections,
  writes: {
    controllers: [...orderWrites.controllers, ...stockWrites.controllers, ...productWrites.controllers],
    handlers: [...orderWrites.handlers, ...stockWrites.handlers, ...productWrites.handlers],
  },
  reads: { controllers: [OrderReadsController, StockReadsController, ProductReadsController] },
  problems: shopProblems,
  auditRules,
  apiDocument,
  eventsDocument,
};
