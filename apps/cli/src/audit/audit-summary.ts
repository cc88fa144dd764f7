import type { TableRow } from '../output/table';
import type { StockTotals } from './stock-account';
import type { ProjectionName } from '@firstwrite/read-model';

/** What an audit that found no fault has seen. */
export interface AuditSummary {
  readonly passed: true;
  readonly events: number;
  readonly streams: number;
  /** Each SKU once for each location that has it. */
  readonly stockItems: number;
  readonly products: number;
  readonly orders: number;
  readonly units: StockTotals;
  /** Rows of each view's table. */
  readonly rows: Readonly<Record<string, number>>;
  /** Events that each projection had not come to: no fault, but what it holds was compared with what it had read. */
  readonly lagEvents: Readonly<Record<ProjectionName, number>>;
  readonly seconds: number;
}

export function summaryRows(summary: AuditSummary): TableRow[] {
  const { streams, events, stockItems, products, orders, units, rows, lagEvents, seconds } = summary;
  return [
    ['streams', streams],
    ['events', events],
    ['SKUs at locations', stockItems],
    ['products', products],
    ['orders', orders],
    ['units received', units.received],
    ['units decremented', units.decremented],
    ['units restocked', units.restocked],
    ['units adjusted', units.adjusted],
    ['units on hand', units.onHand],
    ...Object.entries(rows).map(([table, count]): TableRow => [`rows of ${table}`, count]),
    ...Object.entries(lagEvents).flatMap(([name, count]): TableRow[] =>
      count > 0 ? [[`events that ${name} lacks yet`, count]] : [],
    ),
    ['seconds', seconds.toFixed(1)],
  ];
}
