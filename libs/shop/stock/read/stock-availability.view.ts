import type { Location, Sku, StockKey } from '../../domain/primitives';
import { parseStreamName } from '../../stream-name';
import type { StockState } from '../domain/stock.decider';
import type { View } from '@firstwrite/views';

export interface StockAvailabilityRow extends StockKey, StockState {
  readonly version: number;
}

export const stockAvailabilityView: View<StockAvailabilityRow> = {
  table: 'stock_availability',
  streamKey: 2,
  primaryKey: 2,
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

export function stockKeyOf(stream: string): StockKey {
  const identity = parseStreamName(stream);
  if (identity.kind !== 'stock') throw new Error(`${stream} is no stock item`);
  return { location: identity.location, sku: identity.sku };
}
