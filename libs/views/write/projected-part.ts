import type { Position } from '@firstwrite/event-store';
import type { VersionedRow } from '../fold/projection';
import type { NewlyParked } from '../fold/fold-errors';
import type { Checkpoint } from '@firstwrite/feed';
import { parkedColumns } from './project-rows.sql';
import { arraysOf } from '../table/view-columns';

/** Where the checkpoint of one partition moves, if it is still as claimed. */
export interface CheckpointMove {
  readonly projection: string;
  readonly partition: number;
  readonly claim: Checkpoint;
  readonly to: Position;
}

/** The result of folding the next events of one partition. */
export interface ProjectedPart extends Omit<CheckpointMove, 'projection'> {
  readonly rows: readonly VersionedRow[];
  readonly parked: readonly NewlyParked[];
}

/** The items of several partitions in one list, and a PostgreSQL array with the partition of each item. */
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
 * The arrays of `advanceSql`, sorted by projection and partition. Every transaction that locks several checkpoints
 * locks them in this order, so such transactions wait for each other without a deadlock.
 */
export function moveArrays(anyOrder: readonly CheckpointMove[]): unknown[][] {
  const moves = anyOrder.toSorted(inLockOrder);
  return [
    moves.map(({ projection }) => projection),
    moves.map(({ partition }) => partition),
    moves.map(({ claim }) => claim.epoch),
    moves.map(({ claim }) => claim.generation),
    ...positionArrays(moves.map(({ claim }) => claim.position)),
    ...positionArrays(moves.map(({ to }) => to)),
  ];
}

function positionArrays(positions: readonly Position[]): unknown[][] {
  return [
    positions.map(({ era }) => era),
    positions.map(({ transaction }) => transaction),
    positions.map(({ number }) => number),
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

/** A stored reason is cut at this length, because the message of a driver can quote a whole event. */
const REASON_CHARACTERS_MAX = 1_000;

export function keptReason(message: string): string {
  return message.slice(0, REASON_CHARACTERS_MAX);
}
