import type { FeedEvent } from '@firstwrite/feed';
import type { AuditSession } from './audit-session';
import { eventColumns, storedEventOf, type StoredEventRow } from './stored-event-row';

/** Consecutive events of one stream within a page. */
export interface StreamSpan {
  readonly stream: string;
  /** No page before this one has events of the stream. */
  readonly begins: boolean;
  readonly events: readonly FeedEvent[];
}

/** Events in the order of their streams and versions. Never empty. */
export interface StreamPage {
  readonly spans: readonly StreamSpan[];
  readonly last: FeedEvent;
  readonly eventCount: number;
}

/**
 * Enough events for a round trip, and few enough that a page and the next one are freed before the garbage collector
 * moves them to the old generation.
 */
const PAGE_EVENTS = 1_000;

const pageSql = `
select ${eventColumns}
from event
where (event.stream, event.version) > ($1, $2)
order by event.stream, event.version
limit ${PAGE_EVENTS}`;

/** The events after a page, or the first ones; undefined at the end. */
export async function nextStreamPage(
  session: AuditSession,
  previous: StreamPage | undefined,
): Promise<StreamPage | undefined> {
  const { stream = '', version = 0 } = previous?.last ?? {};
  const rows = await session.queryArrays<StoredEventRow>(pageSql, [stream, version]);
  const events = rows.map((row) => session.eventOf(storedEventOf(row, session.storeId)));
  const last = events.at(-1);
  return last && { spans: spansOf(events, stream), last, eventCount: events.length };
}

function spansOf(events: readonly FeedEvent[], streamBefore: string): StreamSpan[] {
  const spans: StreamSpan[] = [];
  for (let from = 0; from < events.length;) {
    const stream = events[from]?.stream ?? '';
    let to = from + 1;
    while (events[to]?.stream === stream) to++;
    const begins = stream !== streamBefore;
    spans.push({ stream, begins, events: events.slice(from, to) });
    from = to;
  }
  return spans;
}
