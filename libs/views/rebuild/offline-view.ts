import type { Pool } from 'pg';
import { BatchFold } from '../fold/batch-fold';
import type { NewlyParked } from '../fold/fold-errors';
import { PieceSize } from '@firstwrite/feed';
import type { DiscardedEvents } from '../fold/discarded-events';
import type { Projection, VersionedRow } from '../fold/projection';
import type { StreamState } from '../fold/stream-fold';
import { copyRows } from '../write/copy-rows';
import { copyRowsSql } from '../write/copy-rows.sql';
import { ViewTable } from '../table/view-table';
import { RowsHash } from './rows-hash';

export interface OfflineParts {
  readonly pool: Pool;
  /** Writes into the offline tables. */
  readonly projection: Projection;
  readonly discarded: DiscardedEvents;
  /** Streams that are parked already: their later events are not folded. */
  readonly parked?: readonly NewlyParked[];
}

/**
 * The most rows of one transaction. On an idle machine, five times as many take 100 ms; a rebuild makes the machine
 * busy.
 */
const ROWS_A_PIECE_MAX = 500;

/** Tables of a view that no reader and no projector uses: rows are folded into them beside the live ones. */
export class OfflineView {
  readonly parked: Map<string, NewlyParked>;
  /** The hash of all rows that were written here. */
  readonly hash: RowsHash<VersionedRow>;
  /** The longest transaction that wrote rows, and so held back the feed's horizon. */
  longestWriteMs = 0;
  private readonly table: ViewTable;
  private readonly piece = new PieceSize(ROWS_A_PIECE_MAX);

  constructor(private readonly parts: OfflineParts) {
    const { pool, projection, parked = [] } = parts;
    this.table = new ViewTable(pool, projection);
    this.hash = new RowsHash(projection.view);
    this.parked = new Map(parked.map((one) => [one.stream, one]));
  }

  get projection(): Projection {
    return this.parts.projection;
  }

  /** A fold of the next events. */
  fold(stateOf: (stream: string) => StreamState | undefined): BatchFold {
    const { projection, discarded } = this.parts;
    return new BatchFold({ projection, discarded }, { stateOf, isParked: (stream) => this.parked.has(stream) });
  }

  park(parked: ReadonlyMap<string, NewlyParked>): void {
    for (const [stream, why] of parked) this.parked.set(stream, why);
  }

  /** The states of these streams in the offline tables. */
  async load(streams: readonly string[]): Promise<Map<string, StreamState>> {
    if (streams.length === 0) return new Map();
    const rows = await this.table.load(streams);
    return new Map([...rows].map(([stream, row]) => [stream, { version: row.version, row }]));
  }

  /** Writes rows in transactions that are each too short to delay other views. */
  async write(rows: readonly VersionedRow[]): Promise<void> {
    const { pool, projection } = this.parts;
    for (let at = 0; at < rows.length;) {
      const piece = rows.slice(at, at + this.piece.current);
      const startedAtMs = performance.now();
      if (!(await copyRows(pool, copyRowsSql(projection.view, piece)))) await this.table.upsert(piece);
      const tookMs = performance.now() - startedAtMs;
      this.piece.took(tookMs);
      this.longestWriteMs = Math.max(this.longestWriteMs, tookMs);
      at += piece.length;
    }
  }
}
