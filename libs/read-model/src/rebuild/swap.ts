import type { Position } from '@firstwrite/event-store';
import { beginningOf, isAtOrAfter, positionFrom, type PositionColumns } from '../position';
import type { CatchUp } from './catch-up';
import type { OfflineView } from './offline-view';
import { ViewChangedError } from './rebuild-errors';
import { BEFORE, NEXT, type RebuildSession } from './rebuild-session';
import {
  countDiscardedSql,
  lockCheckpointsSql,
  lockClaimsSql,
  parkSql,
  raiseGenerationSql,
  rememberReplacedSql,
  unparkSql,
} from './sql/swap.sql';
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
/** An open writer holds back the feed: rather begin again than take longer. */
const FOLD_MS_MAX = 60;

/**
 * Puts a view's other tables in the place of the live ones, in one transaction: whoever reads sees all of it or nothing. Projectors wait
 * while the last events are folded; readers only while the names change. No attempt waits for a lock for more than 50 ms, because others
 * would wait behind it.
 * @returns how long the transaction held back the feed's horizon
 * @throws ViewLockedError @throws ViewChangedError
 */
export async function swapIn(parts: SwapParts): Promise<{ readonly heldMs: number }> {
  const { session, catchUp, withinMs } = parts;
  return untilUnlocked(
    session.projection.name,
    async () => {
      await catchUp.toEnd();
      return attempt(parts);
    },
    { withinMs },
  );
}

async function attempt(parts: SwapParts): Promise<{ readonly heldMs: number }> {
  const { session, incoming } = parts;
  let startedAtMs = 0;
  await session.transaction(async () => {
    // This lock ends an autovacuum and keeps the next one away; neither readers nor projectors wait for it.
    await session.query(`
      set local synchronous_commit = on; set local lock_timeout = '3s';
      lock table ${session.named('')}, ${session.named(incoming)} in share update exclusive mode;
      set local lock_timeout = '50ms'; lock table ${session.named('')} in exclusive mode`);
    await requireSame(parts);
    await session.query(lockClaimsSql, [session.projection.name, parts.store]);
    // Up to here the transaction has no id, and holds back nobody who reads the feed.
    startedAtMs = performance.now();
    const live = await lockCheckpoints(parts);
    if (!(await parts.catchUp.reach(live.furthest, SWAP_EVENTS_MAX))) throw new NotNowError('too many events at once');
    if (performance.now() - startedAtMs > FOLD_MS_MAX) throw new NotNowError('the last events took too long');
    await replace(parts, live.least);
    await rename(parts);
  });
  return { heldMs: performance.now() - startedAtMs };
}

async function requireSame({ session, store, incoming, discardedEvents }: SwapParts): Promise<void> {
  const { schema, tables, projection } = session;
  const shapeOf = async (suffix: string) => {
    const [row] = await session.query<{ shape: string }>(shapeSql, [schema, tables, suffix]);
    return row?.shape;
  };
  if ((await shapeOf('')) !== (await shapeOf(incoming))) {
    throw new ViewChangedError(projection.name, 'columns or indexes of its tables changed');
  }
  const [row] = await session.query<{ events: number }>(countDiscardedSql, [projection.name, store]);
  if (row?.events !== discardedEvents) throw new ViewChangedError(projection.name, 'events were discarded');
}

/**
 * How far the live view is, where it is furthest and where it is least. Projectors read the feed before they moved a checkpoint, hence
 * below the id that this transaction has now: all of that can be read.
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
  const of = [session.projection.name, store];
  const { era, transaction, number } = least;
  await session.query(raiseGenerationSql, of);
  await session.query(rememberReplacedSql, [...of, session.schema, era, transaction, number]);
  const parked = [...view.parked.values()];
  const streams = parked.map(({ stream }) => stream);
  await session.query(unparkSql, [...of, streams]);
  if (parked.length === 0) return;
  const columns = [parked.map(({ version }) => version), parked.map(({ type }) => type)];
  await session.query(parkSql, [...of, streams, ...columns, parked.map(({ message }) => message)]);
}

async function rename({ session, incoming }: SwapParts): Promise<void> {
  const { schema, tables } = session;
  const statements = async (present: string, from: string, to: string) => {
    const found = await session.query<{ statement: string }>(renameSql, [schema, tables, present, from, to]);
    return found.map(({ statement }) => statement);
  };
  // On the way back the live tables' future name is still taken.
  const leavesAs = incoming === BEFORE ? NEXT : BEFORE;
  const renamed = [
    ...(await statements('', '', leavesAs)),
    ...(await statements(incoming, incoming, '')),
    ...(leavesAs === BEFORE ? [] : await statements('', leavesAs, BEFORE)),
  ];
  // The index first, as those who read both do.
  const inReadersOrder = session.named('', session.tables.toReversed());
  await session.query(`lock table ${inReadersOrder} in access exclusive mode; ${renamed.join('; ')}`);
}
