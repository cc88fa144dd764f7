import type { OrderEvent, ProductEvent, StockEvent } from '@firstwrite/domain';
import type { z } from 'zod';
import { orderEventSchemas } from './order.schemas';
import { productEventSchemas } from './product.schemas';
import { stockEventSchemas } from './stock.schemas';

/** Every event that a stream of the shop can hold, in its current shape. */
export type DomainEvent = StockEvent | OrderEvent | ProductEvent;
/** What an event is called in code; a stored type may add a schema version, see {@link StoredShape}. */
export type EventName = DomainEvent['type'];

/** The data of each event as it is stored today, at its current schema version. */
export const eventSchemas: Readonly<Record<EventName, z.ZodType>> = {
  ...stockEventSchemas,
  ...orderEventSchemas,
  ...productEventSchemas,
};
