import type { Position, StoredEvent } from '@firstwrite/event-store';
import type { EventFeed } from '../ports';
import { ProjectedEvent } from '../projections/projected-event';
import type { Projection, VersionedRow } from '../projections/projection';
import { snapshotSql } from './sql/snapshot.sql';
import type { SnapshotRow, StreamSnapshot } from './snapshot-row';
import type { ViewDatabase } from './view-database';

/** What a stream's events say it is now, and where the last of them stands. */
export interface EntityNow {
  readonly row: VersionedRow | undefined;
  /** Undefined: the stream is empty. */
  readonly position: Position | undefined;
}

export interface EntitySource {
  readonly feed: Pick<EventFeed, 'readStream'>;
  readonly projection: Projection;
  readonly rowOfSnapshot: SnapshotRow;
  /** Of the snapshots that may be used; undefined: none. */
  readonly snapshotSchemaVersion: number | undefined;
}

/** Shorter streams have no snapshot that would be worth a look. */
const FIRST_PAGE_EVENTS = 100;
const PAGE_EVENTS = 1_000;
const snapshotStatement = { name: 'snapshot of a stream', text: snapshotSql };

/** Decides one entity from the primary's events. A long stream begins at its snapshot. @throws ReadUnavailableError */
export async function entityFromEvents(
  database: ViewDatabase,
  { feed, projection, rowOfSnapshot, snapshotSchemaVersion }: EntitySource,
  stream: string,
): Promise<EntityNow> {
  let page = await feed.readStream(stream, { after: 0, limit: FIRST_PAGE_EVENTS });
  let limit = FIRST_PAGE_EVENTS;
  let row: VersionedRow | undefined;
  let version = 0;
  if (page.length === limit && snapshotSchemaVersion !== undefined) {
    const snapshot = await snapshotOf(database, stream, snapshotSchemaVersion);
    if (snapshot && snapshot.version > limit) {
      row = rowOfSnapshot(snapshot, stream);
      ({ version } = snapshot);
      limit = PAGE_EVENTS;
      // With the snapshot's own last event, which says where it stands.
      page = await feed.readStream(stream, { after: version - 1, limit });
    }
  }
  let last: StoredEvent | undefined;
  for (;;) {
    for (const event of page) {
      if (event.version > version) row = projection.apply(row, new ProjectedEvent(event));
      last = event;
    }
    version = last?.version ?? 0;
    if (page.length < limit) return { row, position: last?.position };
    limit = PAGE_EVENTS;
    page = await feed.readStream(stream, { after: version, limit });
  }
}

async function snapshotOf(
  database: ViewDatabase,
  stream: string,
  schemaVersion: number,
): Promise<StreamSnapshot | undefined> {
  const [snapshot] = await database.query<StreamSnapshot>(snapshotStatement, [stream, schemaVersion]);
  return snapshot;
}
