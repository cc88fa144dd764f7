import { prefetched, type EventFeed, type FeedEvent } from '@firstwrite/feed';
import type { StreamState } from '../fold/stream-fold';
import type { OfflineView } from './offline-view';
import type { StreamPages } from './stream-pages';

const PAGE_EVENTS = 2_000;

/** The last stream of a page, which the next page may continue: its row is written when all of its events are read. */
interface OpenStream {
  readonly stream: string;
  readonly state: StreamState;
}

interface BulkFold {
  readonly view: OfflineView;
  readonly pages: StreamPages;
  readonly feed: Pick<EventFeed, 'readStream'>;
  readonly onEvents: (count: number) => void;
}

/**
 * Folds all streams into an empty view, stream by stream: so each row is written once, and rows come in the order of
 * their keys. While one page is folded and written, the next one is read.
 */
export async function bulkFold({ view, pages, feed, onEvents }: BulkFold): Promise<void> {
  let open: OpenStream | undefined;
  for await (const { events, isLast } of prefetched(() => pageOf(pages))) {
    const before: OpenStream | undefined = open;
    const fold = view.fold((stream) => (before?.stream === stream ? before.state : undefined));
    fold.add(events);
    await fold.fillGaps(feed);
    view.park(fold.parked);
    const states = new Map(before && [[before.stream, before.state]]);
    for (const [stream, state] of fold.states) states.set(stream, state);
    open = isLast ? undefined : openStreamOf(events, states);
    if (open) states.delete(open.stream);
    const finished = [...states.values()].flatMap(({ row }) => (row ? [row] : []));
    const rows = view.projection.keeps === 'history' ? fold.changedRows() : finished;
    for (const row of rows) view.hash.add(row);
    // Awaited before the thread is busy again: the time that the write takes decides how many rows are written at once.
    await view.write(rows);
    onEvents(events.length);
  }
}

async function pageOf(pages: StreamPages): Promise<{ events: FeedEvent[]; isLast: boolean } | undefined> {
  if (pages.isAtEnd) return undefined;
  const events = await pages.next(PAGE_EVENTS);
  return { events, isLast: pages.isAtEnd };
}

function openStreamOf(events: readonly FeedEvent[], states: ReadonlyMap<string, StreamState>): OpenStream | undefined {
  const stream = events.at(-1)?.stream;
  const state = stream === undefined ? undefined : states.get(stream);
  return stream !== undefined && state ? { stream, state } : undefined;
}
