import { positionOf, type Position } from '@firstwrite/event-store';
import type { AuditSession } from './audit-session';
import { positionParameters } from './stored-event-row';

/** An event as the comparison of orders and stock needs it. */
export interface FeedEvent {
  readonly stream: string;
  readonly version: number;
  readonly type: string;
  readonly data: object;
  readonly position: Position;
}

/** Events in commit order, so that those of one transaction follow each other. Never empty. */
export interface FeedPage {
  readonly events: readonly FeedEvent[];
  readonly last: FeedEvent;
}

const PAGE_EVENTS = 2_000;

// The horizon does not matter: all of it is read in one snapshot, which nothing is added to.
const pageSql = `
select event.stream, event.version, event.type, event.data, event.era, event.transaction_id::text, event.number::text
from event
where (event.era, event.transaction_id, event.number) > ($1::smallint, $2::xid8, $3::bigint)
order by event.era, event.transaction_id, event.number
limit ${PAGE_EVENTS}`;

type FeedRow = readonly [string, number, string, object, number, string, string];

/** The events after a page, or the first ones; undefined at the end. */
export async function nextFeedPage(
  session: AuditSession,
  previous: FeedPage | undefined,
): Promise<FeedPage | undefined> {
  const after = previous ? positionParameters(previous.last.position) : [0, '0', '0'];
  const rows = await session.queryArrays<FeedRow>(pageSql, after);
  const events = rows.map(([stream, version, type, data, era, transaction, number]) => ({
    stream,
    version,
    type,
    data,
    position: positionOf({ store: session.storeId, era, transaction: Number(transaction), number: Number(number) }),
  }));
  const last = events.at(-1);
  return last && { events, last };
}
