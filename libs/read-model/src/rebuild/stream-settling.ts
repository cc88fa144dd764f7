import type { Pool } from 'pg';
import type { EventFeed } from '../ports';
import type { Projection, VersionedRow } from '../projections/projection';
import { foldStream, type StreamState } from '../projections/stream-fold';
import { nothingDiscarded } from '../projections/discarded-events';
import type { ViewTable } from '../views/view-table';
import { giveUpRowsSql } from './damage.sql';

export interface SettlingParts {
  readonly pool: Pool;
  readonly store: number;
  readonly feed: Pick<EventFeed, 'readStream'>;
  readonly projection: Projection;
  readonly table: ViewTable;
}

/** Each round passes a row that a projector wrote meanwhile; it would have to win every one of them. */
const ROUNDS_MAX = 100;

/** A stream's row stayed ahead of what its events say, however often it was folded on. */
export class UnsettledStreamError extends Error {
  readonly code = 'unsettled-stream';
  constructor(stream: string) {
    super(`${stream}: its view row could not be settled`);
  }
}

/**
 * Deals with rows that are ahead of what was just written for their streams. A projector may have written them, on a row that was
 * damaged: so the stream is folded on and written again, until no row is ahead. A row ahead of the stream itself is given up.
 */
export async function settleStreams(parts: SettlingParts, written: ReadonlyMap<string, StreamState>): Promise<void> {
  const heads = await parts.table.loadVersions([...written.keys()]);
  for (const [stream, head] of heads) {
    const state = written.get(stream);
    if (state && head > state.version) await settleStream(parts, stream, { head, state });
  }
}

interface Ahead {
  /** The version of its row. */
  readonly head: number;
  readonly state: StreamState;
}

async function settleStream(parts: SettlingParts, stream: string, ahead: Ahead): Promise<void> {
  let { head, state } = ahead;
  for (let round = 0; round < ROUNDS_MAX; round++) {
    state = await rewriteFrom(parts, stream, state);
    // The events were read after the row was seen: a version that they do not have is none of the stream's.
    const impossible = head > state.version;
    if (impossible) await giveUpRows(parts, stream, { after: state.version, upTo: head });
    head = (await parts.table.loadVersions([stream])).get(stream) ?? 0;
    if (!impossible && head <= state.version) return;
  }
  throw new UnsettledStreamError(stream);
}

async function rewriteFrom(
  { feed, projection, table }: SettlingParts,
  stream: string,
  from: StreamState,
): Promise<StreamState> {
  const passed: VersionedRow[] = from.row ? [from.row] : [];
  const folding = { feed, projection, discarded: nothingDiscarded };
  const onState = (state: StreamState) => passed.push(...(state.row ? [state.row] : []));
  const state = await foldStream(folding, stream, { from, onState });
  const rows = projection.keeps === 'history' ? passed : passed.slice(-1);
  if (rows.length > 0) await table.rewrite(rows);
  return state;
}

interface Versions {
  readonly after: number;
  readonly upTo: number;
}

async function giveUpRows(parts: SettlingParts, stream: string, { after, upTo }: Versions): Promise<void> {
  const { pool, store, projection } = parts;
  await pool.query(giveUpRowsSql(projection), [projection.name, store, after, upTo, ...projection.view.keyOf(stream)]);
}
