import { eventCodec, type OrderEvent, streamOf } from '@firstwrite/shop';
import type { Progress } from '@firstwrite/platform';
import type { AuditSession } from './audit-session';
import { type FeedPage, nextFeedPage } from './feed-pages';
import { eventPlace } from './audit-fault.error';
import { closesOrder, type LinesByOrder, orderIdOf, OrderStockAudit } from './order-stock-audit';
import { prefetched } from './prefetch';

interface LoadedPage {
  readonly page: FeedPage;
  readonly lines: LinesByOrder;
}

interface PlacedRow {
  readonly stream: string;
  readonly version: number;
  readonly type: string;
  readonly data: object;
}

const placedSql = `
select event.stream, event.version, event.type, event.data
from unnest($1::text[]) as closed (stream)
join event on event.stream = closed.stream and event.type like 'OrderPlaced%'`;

/**
 * Reads all events once more in commit order, transaction by transaction: orders against the units that moved for them.
 * @param unread the places of events that cannot be read, and are no fault
 */
export async function runFeedPass(
  session: AuditSession,
  progress: Progress,
  unread: ReadonlySet<string>,
): Promise<OrderStockAudit> {
  const audit = new OrderStockAudit(unread);
  const pages = prefetched<LoadedPage>(async (previous) => {
    const page = await nextFeedPage(session, previous?.page);
    return page && { page, lines: await linesOfClosedOrders(session, page, unread) };
  });
  for await (const { page, lines } of pages) {
    for (const event of page.events) audit.add(event, lines);
    progress.advance(page.events.length);
  }
  audit.settle();
  return audit;
}

async function linesOfClosedOrders(
  session: AuditSession,
  { events }: FeedPage,
  unread: ReadonlySet<string>,
): Promise<LinesByOrder> {
  const orderIds = new Set(events.filter(closesOrder).map(({ stream }) => orderIdOf(stream)));
  if (orderIds.size === 0) return new Map();
  const streams = [...orderIds].map(streamOf.order);
  const placed = await session.query<PlacedRow>(placedSql, [streams]);
  const readable = placed.filter((event) => !unread.has(eventPlace(event)));
  return new Map(
    readable.map(({ stream, type, data }) => {
      const event = eventCodec.decode({ type, data }) as Extract<OrderEvent, { type: 'OrderPlaced' }>;
      return [orderIdOf(stream), event.data.lines];
    }),
  );
}
