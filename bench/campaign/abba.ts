/** The order of contenders: A B C in even rounds, C B A in odd ones, so that a drift of the machine favours none. */
export function abbaOrder<Item>(items: readonly Item[], round: number): readonly Item[] {
  return round % 2 === 0 ? items : items.toReversed();
}
