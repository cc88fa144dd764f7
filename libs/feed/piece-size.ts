import type { FeedPage } from './event-source';

/**
 * Divides pages into pieces of at most `eventsMax` events, all partitions together; each page stays in its order. The
 * position of a piece is that of its last event, or that of its page where the page ends.
 */
export function* piecesOf(
  pages: ReadonlyMap<number, FeedPage>,
  eventsMax: () => number,
): Generator<ReadonlyMap<number, FeedPage>> {
  let piece = new Map<number, FeedPage>();
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

/** A writing transaction holds back the feed's horizon for all views: none may take longer than this. */
const WRITE_MS_MAX = 100;
const EVENTS_MIN = 10;

/**
 * How many events a projection writes in one transaction, adapted to the time that such a transaction takes, which
 * includes the views that share it.
 */
export class PieceSize {
  private events: number;

  constructor(private readonly eventsMax: number) {
    this.events = Math.min(500, eventsMax);
  }

  get current(): number {
    return this.events;
  }

  took(ms: number): void {
    if (ms > WRITE_MS_MAX * 0.8) this.events = Math.max(EVENTS_MIN, Math.floor(this.events / 2));
    else if (ms < WRITE_MS_MAX * 0.3) this.events = Math.min(this.eventsMax, this.events * 2);
  }
}
