import { positionOf, type Position } from '../position';

/** How a statement gives a position: 64-bit columns come as text, and in a simple query every column does. */
export interface PositionColumns {
  readonly era: number | string;
  readonly transaction: string;
  readonly number: string;
}

/** The position in the columns of a row, which was read from this store. */
export function positionFrom(store: number, { era, transaction, number }: PositionColumns): Position {
  return positionOf({ store, era: Number(era), transaction: Number(transaction), number: Number(number) });
}
