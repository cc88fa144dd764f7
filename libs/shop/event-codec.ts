import { EventCodec, type Upcaster } from '@firstwrite/event-store';
import { eventSchemas, type DomainEvent, type EventName } from './event-schemas';

/** The steps from an event's older schema versions to its current one. Each older version has a golden file. */
const upcasters: Partial<Record<EventName, readonly Upcaster[]>> = {};

/** The codec of every event of the product. */
export const eventCodec = new EventCodec<DomainEvent>(eventSchemas, upcasters);

/** Names that later features will store; no other meaning may take them. */
export const reservedEventNames: readonly string[] = [
  'StockReserved',
  'StockReservationExtended',
  'StockReservationConfirmed',
  'StockReservationReleased',
  'StockReservationExpired',
  'StockTransferredOut',
  'StockTransferredIn',
  'OrderVoided',
  'ProductMerged',
];
