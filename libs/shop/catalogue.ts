import type { Shop } from '@firstwrite/roles';
import { apiDocument } from './api/api-document';
import { auditRules } from './audit-rules';
import { exampleRequests } from './example-requests';
import { model } from './model';
import { OrderReadsController } from './order/read/order-reads.controller';
import { orderWrites } from './order/write/orders.controller';
import { shopProblems } from './problems';
import { projections } from './projections';
import { ProductReadsController } from './product/read/product-reads.controller';
import { productWrites } from './product/write/products.controller';
import { eventsDocument } from './published/events-document';
import { StockReadsController } from './stock/read/stock-reads.controller';
import { stockWrites } from './stock/write/stock.controller';

/** Everything that the engine gets from this shop. */
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
  exampleRequests,
  eventsDocument,
};
