export { auditRules } from './audit-rules';
export { shop } from './catalogue';
export {
  type Location,
  type MinorUnits,
  type OrderId,
  type Sku,
  SKU_PATTERN,
  type StockKey,
} from './domain/primitives';
export { eventCodec } from './event-codec';
export type { DomainEvent } from './event-schemas';
export { model } from './model';
export { keyedOrderId } from './order-id';
export {
  absentOrder,
  changeOrder,
  evolveOrder,
  type OrderAction,
  type OrderDecision,
  type OrderPlacedData,
  type OrderState,
  orderTotal,
  placeOrder,
} from './order/domain/order.decider';
export { type OrderBody, orderBody } from './order/read/order.body';
export { type OrderRow, orderView } from './order/read/orders.view';
export { PlaceOrder, placeOrderBody, type PlaceOrderBody, placeOrderDecision } from './order/write/place-order.command';
export { createProduct } from './product/domain/product.decider';
export { projections } from './projections';
export { snapshotSchemaVersions } from './snapshot-schemas';
export {
  adjustStock,
  emptyStock,
  evolveStock,
  receiveStock,
  type StockEvent,
  type StockState,
} from './stock/domain/stock.decider';
export { type StockAvailabilityRow, stockAvailabilityView } from './stock/read/stock-availability.view';
export { stockBodySchema } from './stock/read/stock.body';
export { ReceiveStock } from './stock/write/receive-stock.command';
export { streamOf } from './stream-name';
