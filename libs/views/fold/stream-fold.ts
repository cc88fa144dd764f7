import type { EventFeed, FeedEvent } from '@firstwrite/feed';
import type { DiscardedEvents } from './discarded-events';
import { MissingEventsError, PoisonEventError } from './fold-errors';
import type { Projection, VersionedRow } from './projection';

/** The state of a stream at a version; version 0 is before its first event. A stream can have events and no row. */
export interface StreamState {
  readonly version: number;
  readonly row: VersionedRow | undefined;
}

/** Before a stream's first event. */
export const emptyStream: StreamState = { version: 0, row: undefined };

/** How events become rows: a projection, and the events that it leaves out. */
export interface Folding {
  readonly projection: Projection;
  readonly discarded: DiscardedEvents;
}

/** The state after the stream's next event. @throws PoisonEventError when the projection cannot fold it */
export function advance({ projection, discarded }: Folding, { row }: StreamState, event: FeedEvent): StreamState {
  const { stream, version } = event;
  if (discarded.has(stream, version)) {
    return { version, row: row && projection.keeps === 'latest' ? { ...row, version } : row };
  }
  try {
    return { version, row: projection.apply(row, event) };
  } catch (cause) {
    throw new PoisonEventError(event, cause);
  }
}

/** The row that the event of this state's version made or changed. */
export function rowMadeBy({ version, row }: StreamState): VersionedRow | undefined {
  return row?.version === version ? row : undefined;
}

const PAGE_EVENTS = 500;

/**
 * Continues the fold of a stream from a state with the store's events, up to the stream's end or to `versionMax`.
 * @param onState called with every new state
 * @throws PoisonEventError
 */
export async function foldStream(
  { feed, ...folding }: Folding & { readonly feed: Pick<EventFeed, 'readStream'> },
  stream: string,
  { from = emptyStream, versionMax = Infinity, onState = (_: StreamState) => {} } = {},
): Promise<StreamState> {
  let state = from;
  while (state.version < versionMax) {
    const limit = Math.min(PAGE_EVENTS, versionMax - state.version);
    const page = await feed.readStream(stream, { after: state.version, limit });
    for (const event of page) {
      const isNext = event.version === state.version + 1;
      if (!isNext) throw new PoisonEventError(event, new MissingEventsError(stream, event.version));
      state = advance(folding, state, event);
      onState(state);
    }
    if (page.length < limit) break;
  }
  return state;
}
