/** Yields what `fetch` gives, until it gives undefined; the next one is being fetched while one is worked on. */
export async function* prefetched<Item>(
  fetch: (previous: Item | undefined) => Promise<Item | undefined>,
): AsyncGenerator<Item, void> {
  let item = await fetch(undefined);
  while (item !== undefined) {
    const next = fetch(item);
    // Whoever consumes may stop early: then nobody waits for this one.
    next.catch(() => undefined);
    yield item;
    item = await next;
  }
}
