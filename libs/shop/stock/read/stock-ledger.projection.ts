import { assertNever } from '../../domain/primitives';
import { stockDelta, type StockEvent } from '../domain/stock.events';
import { stockKeyOf } from './stock-availability.view';
import { stockLedgerView, type StockLedgerRow } from './stock-ledger.view';
import type { Projection } from '@firstwrite/views';

/** Every change of each stock item, and how many units were on hand after it. */
export const stockLedger: Projection<StockLedgerRow> = {
  name: 'stock-ledger',
  kind: 'stock',
  keeps: 'history',
  view: stockLedgerView,
  apply: (row, projected) => {
    const { location, sku } = row ?? stockKeyOf(projected.stream);
    const event = projected.event as StockEvent;
    const delta = stockDelta(event);
    return {
      location,
      sku,
      version: projected.version,
      type: event.type,
      delta,
      onHandAfter: (row?.onHandAfter ?? 0) + delta,
      actor: projected.actor,
      ...causeOf(event),
      recordedAt: new Date(projected.recordedAtMs).toISOString(),
    };
  },
};

/** What the event says of why; the actor that an adjustment names goes before the one in its metadata. */
function causeOf(event: StockEvent): Pick<StockLedgerRow, 'reference' | 'orderId' | 'reason'> & { actor?: string } {
  switch (event.type) {
    case 'StockReceived':
      return event.data.reference === undefined ? {} : { reference: event.data.reference };
    case 'StockDecremented':
      return { orderId: event.data.orderId };
    case 'StockRestocked':
      return { orderId: event.data.orderId, reason: event.data.cause };
    case 'StockAdjusted':
      return { reason: event.data.reason, actor: event.data.actor };
    default:
      return assertNever(event);
  }
}
