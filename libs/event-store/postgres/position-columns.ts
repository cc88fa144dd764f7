import { comparePositions, positionOf, type Position } from '../position';

/** How a statement gives a position: 64-bit columns come as text. */
export interface PositionColumns {
  readonly era: number;
  readonly transaction: string;
  readonly number: string;
}

/** The position that a statement gave of this store. */
export function positionFrom(store: number, { era, transaction, number }: PositionColumns): Position {
  return positionOf({ store, era, transaction: Number(transaction), number: Number(number) });
}

/** Before the store's first event. */
export function beginningOf(store: number): Position {
  return positionOf({ store, era: 0, transaction: 0, number: 0 });
}

/** @throws RangeError when they are positions of different stores */
export function isAtOrAfter(position: Position, other: Position): boolean {
  return comparePositions(position, other) >= 0;
}
