import { isAtOrAfter, type Position } from '@firstwrite/event-store';

/** Per store the later one, in the order of the stores. */
export function mergePositions(...lists: readonly (readonly Position[])[]): Position[] {
  const latest = new Map<number, Position>();
  for (const position of lists.flat()) {
    const known = latest.get(position.store);
    if (!known || isAtOrAfter(position, known)) latest.set(position.store, position);
  }
  return [...latest.values()].sort((a, b) => a.store - b.store);
}
