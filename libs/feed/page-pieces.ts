import type { FeedPage } from './event-source';

/** A part of a page: it ends at its last event, or where the page does. */
export type PagePiece = FeedPage;

/** Divides pages into pieces of at most so many events, all partitions together; each page in its order. */
export function* piecesOf(
  pages: ReadonlyMap<number, FeedPage>,
  eventsMax: () => number,
): Generator<ReadonlyMap<number, PagePiece>> {
  let piece = new Map<number, PagePiece>();
  let room = eventsMax();
  for (const [partition, { events, position }] of pages) {
    let at = 0;
    do {
      const taken = events.slice(at, at + room);
      at += taken.length;
      room -= taken.length;
      const last = taken.at(-1);
      piece.set(partition, { events: taken, position: at < events.length && last ? last.position : position });
      if (room > 0) continue;
      yield piece;
      piece = new Map();
      room = eventsMax();
    } while (at < events.length);
  }
  if (piece.size > 0) yield piece;
}
