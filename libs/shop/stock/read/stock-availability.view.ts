import type { Entity } from '@firstwrite/reads';
import type { Projection, View } from '@firstwrite/views';
import type { Location, Sku, StockKey } from '../../domain/primitives';
import { snapshotSchemaVersions } from '../../snapshot-schemas';
import { parseStreamName } from '../../stream-name';
import { emptyStock, evolveStock, type StockEvent, type StockState } from '../domain/stock.decider';
import { stockBody, type StockBody } from './stock.body';

/** A stock item as it is now, one row per item. */
export interface StockAvailabilityRow extends StockKey, StockState {
  readonly version: number;
}

/** The table of stock items. */
export const stockAvailabilityView: View<StockAvailabilityRow> = {
  table: 'stock_availability',
  streamKeyLength: 2,
  primaryKeyLength: 2,
  columns: [
    { name: 'location', type: 'text', value: ({ location }) => location },
    { name: 'sku', type: 'text', value: ({ sku }) => sku },
    { name: 'version', type: 'integer', value: ({ version }) => version },
    { name: 'on_hand', type: 'bigint', value: ({ onHand }) => onHand },
    { name: 'reserved', type: 'bigint', value: ({ reserved }) => reserved },
  ],
  keyOf: (stream) => {
    const { location, sku } = stockKeyOf(stream);
    return [location, sku];
  },
  streamSql: `'stock-' || v.location || '/' || v.sku`,
  rowOf: (record) => ({
    location: record['location'] as Location,
    sku: record['sku'] as Sku,
    version: record['version'] as number,
    onHand: Number(record['on_hand']),
    reserved: Number(record['reserved']),
  }),
};

/** The stock item of a stream. @throws Error for another kind of stream */
export function stockKeyOf(stream: string): StockKey {
  const identity = parseStreamName(stream);
  if (identity.kind !== 'stock') throw new Error(`${stream} is not a stock item`);
  return { location: identity.location, sku: identity.sku };
}

/** How many units of each stock item there are now. */
export const stockAvailability: Projection<StockAvailabilityRow> = {
  name: 'stock-availability',
  kind: 'stock',
  keeps: 'latest',
  view: stockAvailabilityView,
  apply: (row, { stream, version, event }) => {
    const { location, sku } = row ?? stockKeyOf(stream);
    return { location, sku, version, ...evolveStock(row ?? emptyStock, event as StockEvent) };
  },
};

/** A stock item by its stream. */
export const stockEntity: Entity<StockAvailabilityRow, StockBody> = {
  projection: stockAvailability,
  snapshot: {
    schemaVersion: snapshotSchemaVersions.stock,
    rowOf: ({ version, state }, stream) => {
      const { onHand, reserved } = state as StockState;
      return { version, onHand, reserved, ...stockKeyOf(stream) };
    },
  },
  bodyOf: (row) => stockBody(row, row, row.version),
};
