import { prefetched, type FeedEvent } from '@firstwrite/feed';
import type { AuditSession } from './audit-session';
import { eventColumns, positionParameters, storedEventOf, type StoredEventRow } from './stored-event-row';
import type { Progress } from '@firstwrite/terminal';
import type { CommitRule, EventFinder } from './rules';

/** Events in commit order, so that those of one transaction follow each other. Never empty. */
export interface CommitPage {
  readonly events: readonly FeedEvent[];
  readonly last: FeedEvent;
}

const PAGE_EVENTS = 2_000;

// The horizon does not matter: all pages are read in one snapshot, which gets no further events.
const pageSql = `
select ${eventColumns}
from event
where (event.era, event.transaction_id, event.number) > ($1::smallint, $2::xid8, $3::bigint)
order by event.era, event.transaction_id, event.number
limit ${PAGE_EVENTS}`;

/** The events after a page, or the first ones; undefined at the end. */
export async function nextFeedPage(
  session: AuditSession,
  previous: CommitPage | undefined,
): Promise<CommitPage | undefined> {
  const after = previous ? positionParameters(previous.last.position) : [0, '0', '0'];
  const rows = await session.queryArrays<StoredEventRow>(pageSql, after);
  const events = rows.map((row) => session.eventOf(storedEventOf(row, session.storeId)));
  const last = events.at(-1);
  return last && { events, last };
}

const ofNameSql = `
select ${eventColumns}
from unnest($1::text[]) as wanted (stream)
join event on event.stream = wanted.stream and (event.type = $2 or event.type like $2 || '.v%')`;

/** The events with this name in these streams, in every version of their schema. */
export async function eventsNamed(
  session: AuditSession,
  streams: readonly string[],
  name: string,
): Promise<FeedEvent[]> {
  const rows = await session.queryArrays<StoredEventRow>(ofNameSql, [streams, name]);
  return rows.map((row) => session.eventOf(storedEventOf(row, session.storeId)));
}

/** Reads all events once more in commit order, transaction by transaction, and checks them with a rule. */
export async function runFeedPass(session: AuditSession, progress: Progress, rule: CommitRule): Promise<void> {
  const find: EventFinder = (streams, name) => eventsNamed(session, streams, name);
  const pages = prefetched<CommitPage>(async (previous) => {
    const page = await nextFeedPage(session, previous);
    if (page) await rule.prepare(page.events, find);
    return page;
  });
  for await (const { events } of pages) {
    for (const event of events) rule.add(event);
    progress.advance(events.length);
  }
  rule.end();
}
