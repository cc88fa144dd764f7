import type { Location, Sku } from '../../domain/primitives';
import { stockBody, type StockBody } from './stock.body';
import { stockAvailabilityView } from './stock-availability.view';
import type { List } from '@firstwrite/reads';
import { stockSql } from './stock.sql';

/** Narrows a list of stock items to those that match every given filter. */
export interface StockFilters {
  readonly location?: Location | undefined;
  readonly sku?: Sku | undefined;
  /** Only items with at most this many units available. */
  readonly availableMax?: number | undefined;
}

const statement = { name: 'list stock', text: stockSql };

/** Stock items by location and SKU. */
export const stockList: List<StockFilters, StockBody> = {
  name: 'stock',
  projection: 'stock-availability',
  statementFor: () => statement,
  values: ({ location, sku, availableMax }, [afterLocation, afterSku], limit) =>
    [location, sku, availableMax, afterLocation, afterSku, limit].map((value) => value ?? null),
  presentColumn: 'location',
  itemOf: (record) => {
    const row = stockAvailabilityView.rowOf(record);
    return stockBody(row, row, row.version);
  },
  keyOf: ({ location, sku }) => [location, sku],
};
