import type { Projection, View } from '@firstwrite/views';
import { assertNever, type Location, type Sku, type StockKey } from '../../domain/primitives';
import { stockDelta, type StockEvent } from '../domain/stock.decider';
import { stockAvailabilityView, stockKeyOf } from './stock-availability.view';

/** One change of a stock item: the event that made `version`. */
export interface StockLedgerRow extends StockKey {
  readonly version: number;
  readonly type: StockEvent['type'];
  readonly delta: number;
  readonly onHandAfter: number;
  readonly reference?: string;
  readonly orderId?: string;
  readonly reason?: string;
  readonly actor: string;
  readonly recordedAt: string;
}

export const stockLedgerView: View<StockLedgerRow> = {
  table: 'stock_ledger',
  streamKeyLength: 2,
  primaryKeyLength: 3,
  columns: [
    { name: 'location', type: 'text', value: ({ location }) => location },
    { name: 'sku', type: 'text', value: ({ sku }) => sku },
    { name: 'version', type: 'integer', value: ({ version }) => version },
    { name: 'type', type: 'text', value: ({ type }) => type },
    { name: 'delta', type: 'bigint', value: ({ delta }) => delta },
    { name: 'on_hand_after', type: 'bigint', value: ({ onHandAfter }) => onHandAfter },
    { name: 'reference', type: 'text', value: ({ reference }) => reference ?? null },
    { name: 'order_id', type: 'uuid', value: ({ orderId }) => orderId ?? null },
    { name: 'reason', type: 'text', value: ({ reason }) => reason ?? null },
    { name: 'actor', type: 'text', value: ({ actor }) => actor },
    { name: 'recorded_at', type: 'timestamptz', value: ({ recordedAt }) => recordedAt },
  ],
  keyOf: stockAvailabilityView.keyOf,
  streamSql: stockAvailabilityView.streamSql,
  rowOf: (record) => ({
    location: record['location'] as Location,
    sku: record['sku'] as Sku,
    version: record['version'] as number,
    type: record['type'] as StockEvent['type'],
    delta: Number(record['delta']),
    onHandAfter: Number(record['on_hand_after']),
    ...(record['reference'] !== null && { reference: record['reference'] as string }),
    ...(record['order_id'] !== null && { orderId: record['order_id'] as string }),
    ...(record['reason'] !== null && { reason: record['reason'] as string }),
    actor: record['actor'] as string,
    recordedAt: (record['recorded_at'] as Date).toISOString(),
  }),
};

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

/**
 * The cause that the event names. The actor that an adjustment names takes precedence over the actor in its metadata.
 */
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
