import type { TableRow } from '../../apps/cli/output/table';
import type { DiscardedEvent, ParkedStream } from './left-out';
import type { StockTotals } from './stock-account';
import { eventPlace } from './audit-fault.error';
import type { ProjectionName } from '@firstwrite/shop';

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
  /** Streams that wait at an event which a projection could not fold: no fault, the view was compared up to there. */
  readonly parkedStreams: readonly ParkedStream[];
  /** What somebody had a projection leave out: the view was compared without it. */
  readonly discardedEvents: readonly DiscardedEvent[];
  /** Discarded events that cannot be read: units and orders were summed and judged without them. */
  readonly unreadEvents: readonly string[];
  readonly seconds: number;
}

export function summaryRows(summary: AuditSummary): TableRow[] {
  const { streams, events, stockItems, products, orders, units, rows, lagEvents, seconds } = summary;
  const { parkedStreams, discardedEvents, unreadEvents } = summary;
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
    ...parkedStreams.map((parked): TableRow => [`parked for ${parked.projection}`, eventPlace(parked)]),
    ...discardedEvents.map((discarded): TableRow => [
      `left out of ${discarded.projection}`,
      `${eventPlace(discarded)}: ${discarded.reason} (${discarded.actor})`,
    ]),
    ...unreadEvents.map((place): TableRow => ['unreadable, so not in the sums', place]),
    ['seconds', seconds.toFixed(1)],
  ];
}
