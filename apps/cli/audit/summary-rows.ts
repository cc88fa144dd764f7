import { eventPlace, type AuditSummary } from '@firstwrite/audit';
import type { TableRow } from '@firstwrite/terminal';

/** A finished audit, row by row for a person. */
export function summaryRows(summary: AuditSummary): TableRow[] {
  const { streams, events, figures, rows, lagEvents, seconds } = summary;
  const { parkedStreams, discardedEvents, unreadEvents } = summary;
  return [
    ['streams', streams],
    ['events', events],
    ...figures,
    ...Object.entries(rows).map(([table, count]): TableRow => [`rows of ${table}`, count]),
    ...Object.entries(lagEvents).flatMap(([name, count]): TableRow[] =>
      count > 0 ? [[`events that ${name} does not have yet`, count]] : [],
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

/** A finished audit as one object for a program. */
export function summaryObject({ passed, events, streams, facts, figures: _, ...more }: AuditSummary): object {
  return { passed, events, streams, ...facts, ...more };
}
