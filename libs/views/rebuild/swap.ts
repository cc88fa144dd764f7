import { beginningOf, isAtOrAfter, type Position, type PositionColumns, positionFrom } from '@firstwrite/event-store';
import { keptReason } from '../write/projected-part';
import type { CatchUp } from './catch-up';
import type { OfflineView } from './offline-view';
import { ViewChangedError } from './rebuild-errors';
import { BEFORE, NEXT, type RebuildSession } from './rebuild-session';
import { holdClaimsSql } from '@firstwrite/feed';
import { countDiscardedSql, lockCheckpointsSql, replaceSql } from './sql/swap.sql';
import { renameSql, shapeSql } from './sql/tables.sql';
import { NotNowError, untilUnlocked } from './until-unlocked';

export interface SwapParts {
  readonly session: RebuildSession;
  readonly store: number;
  /** The view that goes live, and what brings it up to date. */
  readonly view: OfflineView;
  readonly catchUp: CatchUp;
  /** The suffix of the names of its tables. */
  readonly incoming: typeof NEXT | typeof BEFORE;
  /** The number of discarded events when the view's fold began. */
  readonly discardedEvents: number;
  /** How long the swap is tried before it is given up. */
  readonly withinMs: number;
}

/** The most events that are folded within a swap, because projectors wait for it. */
const SWAP_EVENTS_MAX = 1_000;
/** A writing transaction may hold back the feed for 100 ms at most: after this time, an attempt ends without a swap. */
const HELD_MS_MAX = 60;

/**
 * Puts the other tables of a view in the place of the live ones, in one transaction: a reader sees all of the new view
 * or nothing of it. Projectors wait while the last events are folded; readers wait only while the tables are renamed.
 * An attempt waits 50 ms at most for a lock that readers or projectors would queue behind.
 * @returns how long the transaction held back the feed's horizon
 * @throws ViewLockedError @throws ViewChangedError
 */
export async function swapIn(parts: SwapParts): Promise<{ readonly heldMs: number }> {
  const { session, withinMs } = parts;
  const tryNow = async () => {
    await parts.catchUp.toEnd();
    return attempt(parts);
  };
  return untilUnlocked(session.projection.name, tryNow, { withinMs });
}

async function attempt(parts: SwapParts): Promise<{ readonly heldMs: number }> {
  const { session, incoming, catchUp, store } = parts;
  let startedAtMs = 0;
  await session.transaction(async () => {
    // From here on no other session can change the tables. An autovacuum is cancelled; readers and projectors do not
    // wait.
    await session.query(`
      set local synchronous_commit = on; set local lock_timeout = '3s';
      lock table ${session.named('')}, ${session.named(incoming)} in share update exclusive mode;
      set local lock_timeout = '50ms'`);
    await requireSameShape(parts);
    const renames = await renamesOf(parts);
    await catchUp.toEnd();
    // Projectors wait from here on. The transaction has no id yet, so it does not hold back the feed.
    await session.query(`lock table ${session.named('')} in exclusive mode`);
    await session.query(holdClaimsSql, [session.projection.name, store]);
    startedAtMs = performance.now();
    const live = await lockCheckpoints(parts);
    await requireNothingDiscarded(parts);
    if (!(await catchUp.reach(live.furthest, SWAP_EVENTS_MAX))) throw new NotNowError('too many events at once');
    await replace(parts, live.least);
    if (performance.now() - startedAtMs > HELD_MS_MAX) throw new NotNowError('the last events took too long');
    // Readers wait from here on. The index is locked first, as in statements that read both tables.
    const inReadersOrder = session.named('', session.tables.toReversed());
    await session.query(`lock table ${inReadersOrder} in access exclusive mode; ${renames.join('; ')}`);
  });
  return { heldMs: performance.now() - startedAtMs };
}

async function requireSameShape({ session, incoming }: SwapParts): Promise<void> {
  const { schema, tables, projection } = session;
  const shapeOf = async (suffix: string) => {
    const [row] = await session.query<{ shape: string }>(shapeSql, [schema, tables, suffix]);
    return row?.shape;
  };
  if ((await shapeOf('')) !== (await shapeOf(incoming))) {
    throw new ViewChangedError(projection.name, 'columns or indexes of its tables changed');
  }
}

/** A discard takes the same locks: while this transaction holds them, no event is discarded. */
async function requireNothingDiscarded({ session, store, discardedEvents }: SwapParts): Promise<void> {
  const { name } = session.projection;
  const [row] = await session.query<{ events: number }>(countDiscardedSql, [name, store]);
  if (row?.events !== discardedEvents) throw new ViewChangedError(name, 'events were discarded');
}

/**
 * Locks the checkpoints of the live view; returns the furthest and the least of them. Projectors read the feed before
 * they moved a checkpoint. So their events are below the id that this transaction has now, and can still be read.
 */
async function lockCheckpoints({ session, store }: SwapParts): Promise<{ furthest: Position; least: Position }> {
  const found = await session.query<PositionColumns>(lockCheckpointsSql, [session.projection.name, store]);
  const positions = found.map((columns) => positionFrom(store, columns));
  const first = positions[0] ?? beginningOf(store);
  return {
    furthest: positions.reduce((one, other) => (isAtOrAfter(one, other) ? one : other), first),
    least: positions.reduce((one, other) => (isAtOrAfter(one, other) ? other : one), first),
  };
}

/** Replaces what belongs to the rows: the parked streams, and what a rollback needs. */
async function replace({ session, store, view }: SwapParts, least: Position): Promise<void> {
  const parked = [...view.parked.values()];
  await session.query(replaceSql, [
    ...[session.projection.name, store, session.schema, least.era, least.transaction, least.number],
    parked.map(({ stream }) => stream),
    parked.map(({ version }) => version),
    parked.map(({ type }) => type),
    parked.map(({ message }) => keptReason(message)),
  ]);
}

async function renamesOf({ session, incoming }: SwapParts): Promise<string[]> {
  const { schema, tables } = session;
  const statements = async (present: string, from: string, to: string) => {
    const found = await session.query<{ statement: string }>(renameSql, [schema, tables, present, from, to]);
    return found.map(({ statement }) => statement);
  };
  // In a rollback, the suffix `__before` is still in use.
  const leavesAs = incoming === BEFORE ? NEXT : BEFORE;
  return [
    ...(await statements('', '', leavesAs)),
    ...(await statements(incoming, incoming, '')),
    ...(leavesAs === BEFORE ? [] : await statements('', leavesAs, BEFORE)),
  ];
}
