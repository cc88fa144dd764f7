/**
 * Yields the items that `fetch` gives, until it gives undefined. While the consumer works on one item, the next is
 * fetched.
 */
export async function* prefetched<Item>(
  fetch: (previous: Item | undefined) => Promise<Item | undefined>,
): AsyncGenerator<Item, void> {
  let item = await fetch(undefined);
  while (item !== undefined) {
    const next = fetch(item);
    // The consumer may stop early: then this promise is not awaited.
    next.catch(() => undefined);
    yield item;
    item = await next;
  }
}
