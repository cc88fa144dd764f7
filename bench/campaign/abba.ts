/** Who runs when: A B C in the even rounds, C B A in the odd ones, so that what drifts does not favour who is first. */
export function abbaOrder<Item>(items: readonly Item[], round: number): readonly Item[] {
  return round % 2 === 0 ? items : items.toReversed();
}
