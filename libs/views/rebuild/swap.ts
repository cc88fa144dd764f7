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
  /** What goes live, and brings itself up to date. */
  readonly view: OfflineView;
  readonly catchUp: CatchUp;
  /** The end of its tables' names. */
  readonly incoming: typeof NEXT | typeof BEFORE;
  /** How many events the view's fold left out, if it left out all that it was to. */
  readonly discardedEvents: number;
  /** How long it is tried before it is given up. */
  readonly withinMs: number;
}

/** Projectors wait while these are folded. */
const SWAP_EVENTS_MAX = 1_000;
/** An open writer holds back the feed, for 100 ms at most: rather begin again than rename after this time. */
const HELD_MS_MAX = 60;

/**
 * Puts a view's other tables in the place of the live ones, in one transaction: whoever reads sees all of it or
 * nothing. Projectors wait while the last events are folded; readers only while the names change. No attempt waits
 * for a lock for more than 50 ms, because others would wait behind it.
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
    // Nobody can change the tables now, and an autovacuum ends; neither readers nor projectors wait.
    await session.query(`
      set local synchronous_commit = on; set local lock_timeout = '3s';
      lock table ${session.named('')}, ${session.named(incoming)} in share update exclusive mode;
      set local lock_timeout = '50ms'`);
    await requireSameShape(parts);
    const renames = await renamesOf(parts);
    await catchUp.toEnd();
    // Projectors wait from here on. The transaction has no id yet, and holds back nobody who reads the feed.
    await session.query(`lock table ${session.named('')} in exclusive mode`);
    await session.query(holdClaimsSql, [session.projection.name, store]);
    startedAtMs = performance.now();
    const live = await lockCheckpoints(parts);
    await requireNothingDiscarded(parts);
    if (!(await catchUp.reach(live.furthest, SWAP_EVENTS_MAX))) throw new NotNowError('too many events at once');
    await replace(parts, live.least);
    if (performance.now() - startedAtMs > HELD_MS_MAX) throw new NotNowError('the last events took too long');
    // Readers wait from here on. The index first, as those who read both do.
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

/** Who discards an event takes the same locks: under them nothing is discarded any more. */
async function requireNothingDiscarded({ session, store, discardedEvents }: SwapParts): Promise<void> {
  const { name } = session.projection;
  const [row] = await session.query<{ events: number }>(countDiscardedSql, [name, store]);
  if (row?.events !== discardedEvents) throw new ViewChangedError(name, 'events were discarded');
}

/**
 * How far the live view is, where it is furthest and where it is least. Projectors read the feed before they moved a
 * checkpoint, hence below the id that this transaction has now: all of that can be read.
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

/** What goes with the rows: the parked streams, and what a way back needs. */
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
  // On the way back the live tables' future name is still taken.
  const leavesAs = incoming === BEFORE ? NEXT : BEFORE;
  return [
    ...(await statements('', '', leavesAs)),
    ...(await statements(incoming, incoming, '')),
    ...(leavesAs === BEFORE ? [] : await statements('', leavesAs, BEFORE)),
  ];
}
