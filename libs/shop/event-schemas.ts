import type { OrderEvent } from './order/domain/order.events';
import type { ProductEvent } from './product/domain/product.decider';
import type { StockEvent } from './stock/domain/stock.events';
import type { z } from 'zod';
import { orderEventSchemas, type StoredOrder } from './order/stored/order.schemas';
import { productEventSchemas } from './product/stored/product.schemas';
import { stockEventSchemas } from './stock/stored/stock.schemas';

/** Every event that a stream of the shop can hold, in its current shape. */
export type DomainEvent = StockEvent | OrderEvent<StoredOrder> | ProductEvent;
/** What an event is called in code; a stored type may add a schema version, see {@link StoredShape}. */
export type EventName = DomainEvent['type'];

/** The data of each event as it is stored today, at its current schema version. */
export const eventSchemas: Readonly<Record<EventName, z.ZodType>> = {
  ...stockEventSchemas,
  ...orderEventSchemas,
  ...productEventSchemas,
};
