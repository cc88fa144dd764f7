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
 * Where parked streams are put right. The pool's commits must be durable: a decision to discard is no view that could
 * be made again.
 */
export interface ParkedParts {
  /** Of the database that has the views, as the application's role. */
  readonly pool: Pool;
  readonly feed: Pick<EventFeed, 'readStream'>;
  readonly projections: Projections;
  readonly storeId: number;
}

/**
 * What became of a parked stream: its row is what its events say; or it waits again, at the same event or at a later
 * one.
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

/** The parked event cannot be left out; the message says why, and nothing was changed. */
export class CannotDiscardError extends Error {
  readonly code = 'cannot-discard';
}

export interface StepOptions {
  /** Nobody else writes the view during this step: at the stream's end it is taken from the parked ones. */
  readonly ending: boolean;
  /** Where the step before came to, in a stream that has made no row yet. */
  readonly carried?: StreamState | undefined;
  readonly discard?: Discard;
}

/** What is to follow a step that did not end it. */
export type NextStep = Pick<StepOptions, 'ending' | 'carried'>;

/** So many events take 5 to 15 ms, and an open transaction holds the feed's horizon back for everybody. */
const STEP_EVENTS = 100;

type ParkedRow = Pick<ParkedStream, 'version' | 'type' | 'reason' | 'attempts'>;

/**
 * Folds a parked stream on from its row, by so many events as one short transaction takes.
 *
 *   far from the end ──(less than a step left)──▶ ending ──▶ settled
 *         ▲  │                                    │  │
 *         │  └──────▶ parked again ◀──────────────┼──┘
 *         └───────────(more than a step came)─────┘
 *
 * Far from the end it holds the stream's parked row only, and projectors pass the stream by. The ending holds all
 * checkpoints of the view: what it does not see of the stream is beyond all of them, so no projector has passed it
 * by.
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

/** A stream can have events and no row: then only the steps before know how far it is. */
function furthest(row: VersionedRow | undefined, carried = emptyStream): StreamState {
  return row && row.version >= carried.version ? { version: row.version, row } : carried;
}

interface Fold {
  readonly state: StreamState;
  /** The rows to write: every one that the events made, or the last one. */
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
  if (parked.version !== version) throw new CannotDiscardError(`it is parked at version ${parked.version} by now`);
  if (from.version >= version) {
    throw new CannotDiscardError(`the view has version ${version} already, a retry was stopped half-way: retry`);
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
 * Read committed: each statement sees what was committed before it, so what follows a lock sees what was done under it.
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
