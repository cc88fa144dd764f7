import type { View } from '../table/view';
import type { FeedEvent } from '@firstwrite/feed';

/** A row of a view: what one stream had become at a version. */
export interface VersionedRow {
  readonly version: number;
}

/** Pure: folds the events of one kind of stream into the rows of one view. A row belongs to one stream. */
export interface Projection<Row extends VersionedRow = VersionedRow> {
  readonly name: string;
  /** The first part of the names of its streams, up to the first `-`. */
  readonly kind: string;
  /** `latest`: one row a stream. `history`: a row for every version. */
  readonly keeps: 'latest' | 'history';
  readonly view: View<Row>;
  /** The row after the event; undefined: the stream has none yet. Called with dense versions only. */
  apply(row: Row | undefined, event: FeedEvent): Row | undefined;
}

/** Whether a projection folds this stream's events. */
export function concerns(projection: Pick<Projection, 'kind'>, stream: string): boolean {
  return stream.startsWith(projection.kind) && stream[projection.kind.length] === '-';
}
