import type { Position } from '@firstwrite/event-store';
import type { VersionedRow } from '../fold/projection';
import type { NewlyParked } from '../fold/fold-errors';
import type { Checkpoint } from '@firstwrite/feed';
import { parkedColumns } from './project-rows.sql';
import { arraysOf } from '../table/view-columns';

/** Where the checkpoint of one partition goes, if it is still at its claim. */
export interface CheckpointMove {
  readonly projection: string;
  readonly partition: number;
  readonly claim: Checkpoint;
  readonly to: Position;
}

/** What the next events of one partition made of its streams. */
export interface ProjectedPart extends Omit<CheckpointMove, 'projection'> {
  readonly rows: readonly VersionedRow[];
  readonly parked: readonly NewlyParked[];
}

/**
 * Things of several partitions, one after the other, and beside each the partition that it belongs to: an array of
 * PostgreSQL.
 */
export interface Partitioned<Item> {
  readonly items: readonly Item[];
  readonly partitions: string;
}

export function partitioned<Item>(
  parts: readonly ProjectedPart[],
  itemsOf: (part: ProjectedPart) => readonly Item[],
): Partitioned<Item> {
  const items: Item[] = [];
  const partitions: number[] = [];
  for (const part of parts) {
    for (const item of itemsOf(part)) {
      items.push(item);
      partitions.push(part.partition);
    }
  }
  return { items, partitions: `{${partitions.join()}}` };
}

/**
 * The arrays of `advanceSql`, by projection and partition: all who lock several checkpoints lock them in this order,
 * so that they wait for each other and never in a circle.
 */
export function moveArrays(anyOrder: readonly CheckpointMove[]): unknown[][] {
  const moves = anyOrder.toSorted(inLockOrder);
  return [
    moves.map(({ projection }) => projection),
    moves.map(({ partition }) => partition),
    moves.map(({ claim }) => claim.epoch),
    moves.map(({ claim }) => claim.generation),
    moves.map(({ to }) => to.era),
    moves.map(({ to }) => to.transaction),
    moves.map(({ to }) => to.number),
  ];
}

function inLockOrder(a: CheckpointMove, b: CheckpointMove): number {
  if (a.projection === b.projection) return a.partition - b.partition;
  return a.projection < b.projection ? -1 : 1;
}

export function parkedArrays(parked: readonly ProjectedPart['parked'][number][]): string[] {
  return arraysOf(
    [
      { ...parkedColumns[0], value: ({ stream }) => stream },
      { ...parkedColumns[1], value: ({ version }) => version },
      { ...parkedColumns[2], value: ({ type }) => type },
      { ...parkedColumns[3], value: ({ message }) => keptReason(message) },
    ],
    parked,
  );
}

/** Of a reason that is kept: a driver's message can quote a whole event. */
const REASON_CHARACTERS_MAX = 1_000;

export function keptReason(message: string): string {
  return message.slice(0, REASON_CHARACTERS_MAX);
}
