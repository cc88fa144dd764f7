import type { OrderEvent } from './order/domain/order.decider';
import type { ProductEvent } from './product/domain/product.decider';
import type { StockEvent } from './stock/domain/stock.decider';
import type { z } from 'zod';
import { orderEvents, type StoredOrder } from './order/stored/order.schemas';
import { productEvents } from './product/stored/product.schemas';
import { stockEvents } from './stock/stored/stock.schemas';
import type { EventDescription } from './event-description';

/** Every event that a stream of the shop can hold, in its current shape. */
export type DomainEvent = StockEvent | OrderEvent<StoredOrder> | ProductEvent;
/** The name of an event in code; a stored type may add a schema version, see {@link StoredShape}. */
export type EventName = DomainEvent['type'];

/** Every event as it is stored today; a new one does not compile until it is here. */
export const eventDescriptions: Readonly<Record<EventName, EventDescription>> = {
  ...stockEvents,
  ...orderEvents,
  ...productEvents,
};

/** The data of each event as it is stored today, at its current schema version. */
export const eventSchemas = Object.fromEntries(
  Object.entries(eventDescriptions).map(([name, { schema }]) => [name, schema]),
) as Readonly<Record<EventName, z.ZodType>>;
