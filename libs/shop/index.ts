export { apiDocument } from './api/api-document';
export { assertNever, type Location, type OrderId, type Sku, type StockKey } from './domain/primitives';
export { NotFoundError } from './domain/rejections';
export { eventCodec } from './event-catalogue';
export type { DomainEvent } from './event-schemas';
export {
  amountField,
  attributeKeyField,
  attributeValueField,
  currencyField,
  limits,
  locationField,
  moneyField,
  orderIdField,
  quantityField,
  skuField,
  textField,
} from './fields';
export { fingerprintOf, keyedOrderId, type KeyScope, newOrderId } from './order-id';
export {
  absentOrder,
  changeOrder,
  type ChangeOrder,
  type Demand,
  demandOf,
  evolveOrder,
  type OrderDecision,
  type OrderState,
  orderTotal,
  type PlacedOrder,
  placeOrder,
} from './order/domain/order.decider';
export type { OrderAction, OrderEvent, OrderLine, OrderPlacedData } from './order/domain/order.events';
export { orderBody, type OrderBody, orderBodySchema, orderStatusField } from './order/read/order.body';
export { type OrderRow, orderView } from './order/read/order.view';
export { type OrderFilters, ordersList } from './order/read/orders.list';
export {
  absentProduct,
  changeProduct,
  createProduct,
  evolveProduct,
  type ProductData,
  type ProductPatch,
  type ProductState,
} from './product/domain/product.decider';
export { productBody, type ProductBody, productBodySchema } from './product/read/product.body';
export type { ProductRow } from './product/read/product.view';
export { productsList } from './product/read/products.list';
export { type ProjectionName, projectionNamed, projectionNames } from './projections';
export { eventsDocument } from './published/events-document';
export { snapshotSchemaVersions } from './snapshot-schemas';
export {
  adjustStock,
  emptyStock,
  evolveStock,
  receiveStock,
  type StockAdjustment,
  type StockState,
} from './stock/domain/stock.decider';
export type { StockEvent } from './stock/domain/stock.events';
export { type LedgerEntryBody, ledgerEntryBodySchema } from './stock/read/ledger-entry.body';
export { ledgerList } from './stock/read/ledger.list';
export { type StockAvailabilityRow, stockAvailabilityView, stockKeyOf } from './stock/read/stock-availability.view';
export { stockBody, type StockBody, stockBodySchema } from './stock/read/stock.body';
export { type StockFilters, stockList } from './stock/read/stock.list';
export { kindOf, parseStreamName, type StreamIdentity, type StreamKind, streamOf } from './stream-name';
