import type { EventFeed } from '../ports';
import { ProjectedEvent } from './projected-event';
import type { Projection, VersionedRow } from './projection';

/** What a stream had become at a version; version 0: nothing yet. A stream can have events and no row. */
export interface StreamState {
  readonly version: number;
  readonly row: VersionedRow | undefined;
}

export const emptyStream: StreamState = { version: 0, row: undefined };

const PAGE_EVENTS = 500;

/**
 * Reads a stream from the store and folds it on from a state, up to its end or to `versionMax`.
 * @param onRow gets every row on the way
 */
export async function foldStream(
  { feed, projection }: { readonly feed: Pick<EventFeed, 'readStream'>; readonly projection: Projection },
  stream: string,
  { from = emptyStream, versionMax = Infinity, onRow = (_: VersionedRow) => {} } = {},
): Promise<StreamState> {
  let { version, row } = from;
  while (version < versionMax) {
    const limit = Math.min(PAGE_EVENTS, versionMax - version);
    const page = await feed.readStream(stream, { after: version, limit });
    for (const stored of page) {
      row = projection.apply(row, new ProjectedEvent(stored));
      version = stored.version;
      if (row) onRow(row);
    }
    if (page.length < limit) break;
  }
  return { version, row };
}
