import { emptyStock, evolveStock } from '../domain/stock.decider';
import type { StockEvent } from '../domain/stock.events';
import { stockAvailabilityView, stockKeyOf, type StockAvailabilityRow } from './stock-availability.view';
import type { Projection } from '@firstwrite/views';

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
