/** The topic that a store's events are published to: one a store, named for ever. */
export function topicOf(store: number): string {
  return store === 0 ? 'firstwrite.events.v1' : `firstwrite.events.v1.store-${store}`;
}
