import { parseStreamName, type StreamIdentity } from '@firstwrite/shop';
import type { StoredEvent } from '@firstwrite/event-store';
import type { AuditSession } from './audit-session';
import { eventColumns, storedEventOf, type StoredEventRow } from './stored-event-row';

/** Consecutive events of one stream within a page. */
export interface StreamSpan {
  readonly stream: string;
  /** Undefined: it is no stream name. */
  readonly identity: StreamIdentity | undefined;
  /** No page before this one has events of the stream. */
  readonly begins: boolean;
  readonly events: readonly StoredEvent[];
}

/** Events in the order of their streams and versions. Never empty. */
export interface StreamPage {
  readonly spans: readonly StreamSpan[];
  readonly last: StoredEvent;
  readonly eventCount: number;
}

/** Worth a round trip, and few enough that a page and the next one are gone before they are moved out of young memory. */
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
  const events = rows.map((row) => storedEventOf(row, session.storeId));
  const last = events.at(-1);
  return last && { spans: spansOf(events, stream), last, eventCount: events.length };
}

function spansOf(events: readonly StoredEvent[], streamBefore: string): StreamSpan[] {
  const spans: StreamSpan[] = [];
  for (let from = 0; from < events.length;) {
    const stream = events[from]?.stream ?? '';
    let to = from + 1;
    while (events[to]?.stream === stream) to++;
    const begins = stream !== streamBefore;
    spans.push({ stream, identity: identityOf(stream), begins, events: events.slice(from, to) });
    from = to;
  }
  return spans;
}

function identityOf(stream: string): StreamIdentity | undefined {
  try {
    return parseStreamName(stream);
  } catch {
    return undefined;
  }
}
