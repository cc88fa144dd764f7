export { apiDocument } from './api/api-document';
export { assertNever, type Location, type OrderId, type Sku, type StockKey } from './domain/primitives';
export { NotFoundError } from './domain/rejections';
export { eventCodec } from './event-catalogue';
export type { DomainEvent } from './event-schemas';
export { model } from './model';
export { fingerprintOf, keyedOrderId } from './order-id';
export {
  absentOrder,
  changeOrder,
  demandOf,
  evolveOrder,
  type OrderDecision,
  type OrderState,
  orderTotal,
  placeOrder,
} from './order/domain/order.decider';
export type { OrderAction, OrderEvent, OrderLine, OrderPlacedData } from './order/domain/order.events';
export { OrderReadsController } from './order/read/order-reads.controller';
export { orderBody, type OrderBody } from './order/read/order.body';
export { type OrderRow, orderView } from './order/read/order.view';
export { type OrderFilters, ordersList } from './order/read/orders.list';
export { ChangeOrderHandler } from './order/write/change-order.handler';
export { OrderBatchController } from './order/write/order-batch.controller';
export { placeOrderBody, type PlaceOrderBody } from './order/write/order.bodies';
export { OrdersController } from './order/write/orders.controller';
export { PlaceOrder, placeOrderDecision } from './order/write/place-order.command';
export { PlaceOrderHandler } from './order/write/place-order.handler';
export { createProduct, type ProductData } from './product/domain/product.decider';
export { ProductReadsController } from './product/read/product-reads.controller';
export { productBody, type ProductBody } from './product/read/product.body';
export type { ProductRow } from './product/read/product.view';
export { productsList } from './product/read/products.list';
export { ChangeProductHandler } from './product/write/change-product.handler';
export { CreateProductHandler } from './product/write/create-product.handler';
export { ProductsController } from './product/write/products.controller';
export { type ProjectionName, projectionNamed, projectionNames } from './projections';
export { eventsDocument } from './published/events-document';
export { snapshotSchemaVersions } from './snapshot-schemas';
export { adjustStock, emptyStock, evolveStock, receiveStock, type StockState } from './stock/domain/stock.decider';
export type { StockEvent } from './stock/domain/stock.events';
export type { LedgerEntryBody } from './stock/read/ledger-entry.body';
export { ledgerList } from './stock/read/ledger.list';
export { type StockAvailabilityRow, stockAvailabilityView, stockKeyOf } from './stock/read/stock-availability.view';
export { StockReadsController } from './stock/read/stock-reads.controller';
export { stockBody, type StockBody, stockBodySchema } from './stock/read/stock.body';
export { type StockFilters, stockList } from './stock/read/stock.list';
export { AdjustStockHandler } from './stock/write/adjust-stock.handler';
export { ReceiveStock } from './stock/write/receive-stock.command';
export { ReceiveStockHandler } from './stock/write/receive-stock.handler';
export { StockController } from './stock/write/stock.controller';
export { parseStreamName, type StreamIdentity, type StreamKind, streamOf } from './stream-name';
