import type { Projection, VersionedRow } from '@firstwrite/views';

/** A snapshot of a stream's domain state, as it is stored. */
export interface StreamSnapshot {
  readonly version: number;
  readonly state: object;
}

/** One kind of thing that can be read by its stream: from a view, or from its events. */
export interface Entity<Row extends VersionedRow, Body> {
  readonly projection: Projection<Row>;
  /** How the command side's snapshots of such a stream become rows. */
  readonly snapshot: {
    /** The schema version of the snapshots that may be used. */
    readonly schemaVersion: number;
    /** The row that the events up to a snapshot would have been folded to. */
    readonly rowOf: (snapshot: StreamSnapshot, stream: string) => Row | undefined;
  };
  /** The body of the reply. */
  readonly bodyOf: (row: Row) => Body;
}
