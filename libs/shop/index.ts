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
export type { OrderAction, OrderEvent, OrderLine, OrderPlacedData, OrderStatus } from './order/domain/order.events';
export { orderBody, type OrderBody, orderBodySchema, type OrderFacts, orderStatusField } from './order/read/order.body';
export {
  absentProduct,
  type Attributes,
  changeProduct,
  createProduct,
  evolveProduct,
  type ProductData,
  type ProductEvent,
  type ProductPatch,
  type ProductState,
} from './product/domain/product.decider';
export { productBody, type ProductBody, productBodySchema } from './product/read/product.body';
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
export { stockDelta, type StockEvent } from './stock/domain/stock.events';
export { stockBody, type StockBody, stockBodySchema } from './stock/read/stock.body';
export { kindOf, parseStreamName, type StreamIdentity, type StreamKind, streamOf } from './stream-name';
