/** The topic that a store's events are published to: one for each store, and its name never changes. */
export function topicOf(store: number): string {
  return store === 0 ? 'firstwrite.events.v1' : `firstwrite.events.v1.store-${store}`;
}
