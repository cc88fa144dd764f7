import { renamedView, type View } from '../table/view';
import type { FeedEvent } from '@firstwrite/feed';

/** A row of a view: the state of one stream at a version. */
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
  /**
   * The row after the event; undefined: the stream has none yet. Called in version order; only discarded events are
   * left out.
   */
  apply(row: Row | undefined, event: FeedEvent): Row | undefined;
}

/** Whether a projection folds this stream's events. */
export function foldsStream(projection: Pick<Projection, 'kind'>, stream: string): boolean {
  return stream.startsWith(projection.kind) && stream[projection.kind.length] === '-';
}

/** The projections of a shop, by name and in the order of its catalogue. */
export class Projections {
  private readonly byName: ReadonlyMap<string, Projection>;

  /** @throws RangeError when two projections have the same name */
  constructor(readonly all: readonly Projection[]) {
    this.byName = new Map(all.map((projection) => [projection.name, projection]));
    if (this.byName.size < all.length) throw new RangeError('two projections have one name');
  }

  get names(): readonly string[] {
    return this.all.map(({ name }) => name);
  }

  /** @throws RangeError when the shop has no projection of this name */
  named(name: string): Projection {
    const projection = this.byName.get(name);
    if (!projection) throw new RangeError(`there is no projection "${name}"`);
    return projection;
  }
}

/** A projection that keeps its rows in tables whose names end in a suffix. */
export function projectionInto(projection: Projection, suffix: string): Projection {
  return { ...projection, view: renamedView(projection.view, suffix) };
}
