import type { Pool, PoolClient } from 'pg';
import { type EventFeed, holdClaimsSql } from '@firstwrite/feed';
import type { Projections, VersionedRow } from '../fold/projection';
import { PoisonEventError } from '../fold/fold-errors';
import { emptyStream, foldStream, rowMadeBy, type Folding, type StreamState } from '../fold/stream-fold';
import { loadDiscardedOf } from './parked-streams';
import { keptReason } from '../write/projected-part';
import { ViewTable } from '../table/view-table';
import { discardSql, holdCheckpointsSql, lockParkedSql, parkAgainSql, unparkSql } from './parked.sql';
import { NotParkedError, type ParkedKey, type ParkedStream } from './parked-stream';

/**
 * What a repair of parked streams works on. The commits of the pool must be durable: unlike a view, a decision to
 * discard an event cannot be made again from the events.
 */
export interface ParkedParts {
  /** Connections to the views' database, as the application's role. */
  readonly pool: Pool;
  readonly feed: Pick<EventFeed, 'readStream'>;
  readonly projections: Projections;
  readonly storeId: number;
}

/**
 * The result of a repair. `settled`: all events of the stream are in its row. `parked`: the stream is parked again, at
 * the same event or at a later one.
 */
export type ParkedOutcome =
  | { readonly outcome: 'settled'; readonly version: number }
  | ({ readonly outcome: 'parked' } & Pick<ParkedStream, 'version' | 'type' | 'reason' | 'attempts'>);

/** A decision to leave the parked event out. */
export interface Discard {
  readonly version: number;
  readonly reason: string;
  readonly actor: string;
}

/** The parked event cannot be discarded; the message says why, and nothing was changed. */
export class CannotDiscardError extends Error {
  readonly code = 'cannot-discard';
}

export interface StepOptions {
  /**
   * Locks the view's checkpoints, so that no projector writes the view during this step. At the stream's end, the step
   * unparks the stream.
   */
  readonly ending: boolean;
  /** The state after the step before; needed while the stream has no row. */
  readonly carried?: StreamState | undefined;
  readonly discard?: Discard;
}

/** The options of the step that must follow. */
export type NextStep = Pick<StepOptions, 'ending' | 'carried'>;

/**
 * The most events of one step: they take 5 to 15 ms, and the open transaction holds back the feed's horizon for all
 * views.
 */
const STEP_EVENTS = 100;

type ParkedRow = Pick<ParkedStream, 'version' | 'type' | 'reason' | 'attempts'>;

/**
 * Continues the fold of a parked stream from its row, by at most 100 events in one short transaction.
 *
 *   far from the end ──(less than a step left)──▶ ending ──▶ settled
 *         ▲  │                                    │  │
 *         │  └──────▶ parked again ◀──────────────┼──┘
 *         └───────────(more than a step came)─────┘
 *
 * Far from the end, a step locks only the stream's row in `parked_stream`, and projectors skip the stream. The ending
 * step locks all checkpoints of the view. Events of the stream that it does not see are beyond all of them, so no
 * projector has skipped these events.
 * @throws NotParkedError
 */
export function repairStep(
  parts: ParkedParts,
  key: ParkedKey,
  options: StepOptions,
): Promise<ParkedOutcome | NextStep> {
  const { stream } = key;
  const projection = parts.projections.named(key.projection);
  const values = [projection.name, parts.storeId, stream];
  return inTransaction(parts.pool, async (client) => {
    if (options.ending) await holdView(client, values.slice(0, 2));
    const { rows } = await client.query<ParkedRow>(lockParkedSql, values);
    const [parked] = rows;
    if (!parked) throw new NotParkedError(key);
    const table = new ViewTable(client, projection);
    const from = furthest((await table.load([stream])).get(stream), options.carried);
    if (options.discard) await discard(client, values, { ...options.discard, parked, from });
    const discarded = await loadDiscardedOf(client, key, parts.storeId);
    const folding = { projection, discarded, feed: parts.feed };
    const { state, made, poison } = await foldOn(folding, stream, from);
    await table.upsert(made);
    if (poison) return parkAgain(client, values, { poison, attempts: options.discard ? 1 : parked.attempts + 1 });
    if (state.version >= from.version + STEP_EVENTS) return { ending: false, carried: state };
    if (!options.ending) return { ending: true, carried: state };
    await client.query(unparkSql, values);
    return { outcome: 'settled', version: state.version };
  });
}

async function holdView(client: PoolClient, values: readonly unknown[]): Promise<void> {
  await client.query(holdClaimsSql, [...values]);
  await client.query(holdCheckpointsSql, [...values]);
}

/** A stream can have events and no row: then only `carried` says how far the stream is. */
function furthest(row: VersionedRow | undefined, carried = emptyStream): StreamState {
  return row && row.version >= carried.version ? { version: row.version, row } : carried;
}

interface Fold {
  readonly state: StreamState;
  /** The rows to write: with `history` every row, else the last one. */
  readonly made: readonly VersionedRow[];
  readonly poison: PoisonEventError | undefined;
}

async function foldOn(
  folding: Folding & { readonly feed: Pick<EventFeed, 'readStream'> },
  stream: string,
  from: StreamState,
): Promise<Fold> {
  const rows: VersionedRow[] = [];
  let state = from;
  let poison: PoisonEventError | undefined;
  const onState = (reached: StreamState) => {
    state = reached;
    const row = rowMadeBy(reached);
    if (row) rows.push(row);
  };
  try {
    await foldStream(folding, stream, { from, versionMax: from.version + STEP_EVENTS, onState });
  } catch (error) {
    if (!(error instanceof PoisonEventError)) throw error;
    poison = error;
  }
  return { state, made: folding.projection.keeps === 'history' ? rows : rows.slice(-1), poison };
}

type Discarding = Discard & { readonly parked: ParkedRow; readonly from: StreamState };

async function discard(client: PoolClient, values: readonly unknown[], discarding: Discarding): Promise<void> {
  const { version, reason, actor, parked, from } = discarding;
  if (parked.version !== version) throw new CannotDiscardError(`it is now parked at version ${parked.version}`);
  if (from.version >= version) {
    throw new CannotDiscardError(`the view has version ${version} already, from a retry that was stopped: retry`);
  }
  await client.query(discardSql, [...values, version, reason, actor]);
}

async function parkAgain(
  client: PoolClient,
  values: readonly unknown[],
  { poison, attempts }: { readonly poison: PoisonEventError; readonly attempts: number },
): Promise<ParkedOutcome> {
  const { version, type } = poison;
  const reason = keptReason(poison.message);
  await client.query(parkAgainSql, [...values, version, type, reason, attempts]);
  return { outcome: 'parked', version, type, reason, attempts };
}

/**
 * Read committed: each statement sees all earlier commits. A statement after a lock sees what the former holder of the
 * lock has committed.
 */
async function inTransaction<Result>(pool: Pool, work: (client: PoolClient) => Promise<Result>): Promise<Result> {
  const client = await pool.connect();
  let isBroken = false;
  try {
    await client.query('begin transaction isolation level read committed');
    const result = await work(client);
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback').catch(() => (isBroken = true));
    throw error;
  } finally {
    client.release(isBroken);
  }
}
