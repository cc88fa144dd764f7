declare const brand: unique symbol;

/**
 * The parts of a {@link Position}. `transaction` and `number` stay below 2^53: 285 years of a million transactions a
 * second.
 */
export interface PositionParts {
  readonly store: number;
  /** The store's incarnation, as an ordinal. */
  readonly era: number;
  readonly transaction: number;
  readonly number: number;
}

/**
 * An event's place in its store's commit order. Comparable only as a whole and within one store; the difference of two
 * positions has no meaning.
 */
export type Position = PositionParts & { readonly [brand]: 'Position' };

/** Makes a position of its parts, unchecked: all of them must come from one position of a store. */
export function positionOf(parts: PositionParts): Position {
  return parts as Position;
}

/** The position before the store's first event. */
export function beginningOf(store: number): Position {
  return positionOf({ store, era: 0, transaction: 0, number: 0 });
}

/**
 * Negative, zero or positive as `a` is before, at or after `b`.
 * @throws RangeError when they are positions of different stores
 */
export function comparePositions(a: Position, b: Position): number {
  if (a.store !== b.store) throw new RangeError(`positions of stores ${a.store} and ${b.store} have no order`);
  return a.era - b.era || a.transaction - b.transaction || a.number - b.number;
}

/** Whether a reader at `position` has passed `other`. @throws RangeError when they are positions of different stores */
export function isAtOrAfter(position: Position, other: Position): boolean {
  return comparePositions(position, other) >= 0;
}
