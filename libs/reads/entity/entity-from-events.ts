import { type Position, readSnapshotSql } from '@firstwrite/event-store';
import { type EventFeed, type FeedEvent } from '@firstwrite/feed';
import {
  advance,
  DiscardedEvents,
  discardedOfStream,
  emptyStream,
  type Folding,
  PoisonEventError,
  type Projection,
  type StreamState,
  type VersionedRow,
} from '@firstwrite/views';
import { EntityUnreadableError } from '../errors';
import type { Entity, StreamSnapshot } from './entity';
import type { ViewDatabase } from '../view-database';

/** The row that the events of a stream are folded to, and the position of the last event. */
export interface EntityNow {
  readonly row: VersionedRow | undefined;
  /** Undefined: the stream is empty. */
  readonly position: Position | undefined;
}

export interface EntitySource {
  readonly feed: Pick<EventFeed, 'readStream'>;
  readonly projection: Projection;
  readonly snapshot: Entity<VersionedRow, unknown>['snapshot'];
}

/** For shorter streams, a snapshot is not worth a query. */
const FIRST_PAGE_EVENTS = 100;
const PAGE_EVENTS = 1_000;
const snapshotStatement = { name: 'snapshot of a stream', text: readSnapshotSql };

/**
 * Folds one entity from the primary's events, without those that were discarded for its projection. The fold of a long
 * stream begins at its snapshot.
 * @throws ReadUnavailableError @throws EntityUnreadableError
 */
export async function entityFromEvents(
  database: ViewDatabase,
  source: EntitySource,
  stream: string,
): Promise<EntityNow> {
  const { feed, projection } = source;
  const [first, discarded] = await Promise.all([
    feed.readStream(stream, { after: 0, limit: FIRST_PAGE_EVENTS }),
    database.query<DiscardedRow>(discardedOfStream, [projection.name, database.storeId, stream]),
  ]);
  const folding = { projection, discarded: new DiscardedEvents(discarded) };
  // The command side leaves no event out: its snapshot may contain an event that this projection leaves out.
  const isLong = first.length === FIRST_PAGE_EVENTS && discarded.length === 0;
  const start = isLong ? await startAtSnapshot(database, source, stream) : undefined;
  try {
    return await foldPages(
      folding,
      { feed, stream },
      start ?? { page: first, limit: FIRST_PAGE_EVENTS, state: emptyStream },
    );
  } catch (error) {
    throw error instanceof PoisonEventError ? new EntityUnreadableError(error) : error;
  }
}

interface DiscardedRow {
  readonly stream: string;
  readonly version: number;
}

/** Where a fold begins: a state, and the events that follow it; fewer than `limit` of them if they are the last. */
interface Start {
  readonly page: readonly FeedEvent[];
  readonly limit: number;
  readonly state: StreamState;
}

async function foldPages(
  folding: Folding,
  { feed, stream }: { readonly feed: EntitySource['feed']; readonly stream: string },
  { page: first, limit: firstLimit, state: from }: Start,
): Promise<EntityNow> {
  let [page, limit, state] = [first, firstLimit, from];
  let last: FeedEvent | undefined;
  for (;;) {
    for (const event of page) {
      if (event.version > state.version) state = advance(folding, state, event);
      last = event;
    }
    if (page.length < limit) return { row: state.row, position: last?.position };
    limit = PAGE_EVENTS;
    page = await feed.readStream(stream, { after: state.version, limit });
  }
}

/** Undefined if there is no snapshot beyond the first page. */
async function startAtSnapshot(
  database: ViewDatabase,
  { feed, snapshot: { schemaVersion, rowOf } }: EntitySource,
  stream: string,
): Promise<Start | undefined> {
  const snapshot = await snapshotOf(database, stream, schemaVersion);
  if (!snapshot || snapshot.version <= FIRST_PAGE_EVENTS) return undefined;
  const { version } = snapshot;
  // The page includes the last event of the snapshot, because that event has the position of the snapshot.
  const page = await feed.readStream(stream, { after: version - 1, limit: PAGE_EVENTS });
  return { page, limit: PAGE_EVENTS, state: { version, row: rowOf(snapshot, stream) } };
}

async function snapshotOf(
  database: ViewDatabase,
  stream: string,
  schemaVersion: number,
): Promise<StreamSnapshot | undefined> {
  const [snapshot] = await database.query<StreamSnapshot>(snapshotStatement, [stream, schemaVersion]);
  return snapshot;
}
