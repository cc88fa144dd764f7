import { type Position, type PositionColumns, positionFrom } from '@firstwrite/event-store';
import type { NewlyParked } from '../fold/fold-errors';
import type { RebuildSession } from './rebuild-session';
import { forgetReplacedSql, replacedViewSql } from './sql/swap.sql';

/** The view that a rebuild has replaced, in its state at the swap. */
export interface ReplacedView {
  /** The rows contain all events up to here, except those of the parked streams. */
  readonly position: Position;
  readonly parked: readonly NewlyParked[];
}

type ReplacedRow = PositionColumns & { readonly parked: NewlyParked[] };

export async function readReplaced(session: RebuildSession, store: number): Promise<ReplacedView | undefined> {
  const [row] = await session.query<ReplacedRow>(replacedViewSql, [session.projection.name, store, session.schema]);
  return row && { position: positionFrom(store, row), parked: row.parked };
}

export async function forgetReplaced(session: RebuildSession, store: number): Promise<void> {
  await session.query(forgetReplacedSql, [session.projection.name, store, session.schema]);
}
