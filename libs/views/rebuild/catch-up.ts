import { isAtOrAfter, type Position } from '@firstwrite/event-store';
import type { EventFeed } from '@firstwrite/feed';
import { foldsStream } from '../fold/projection';
import type { OfflineView } from './offline-view';

const PAGE_EVENTS = 2_000;

/** Brings a view that nobody projects up to date from the store's feed. */
export class CatchUp {
  constructor(
    private readonly view: OfflineView,
    private readonly feed: EventFeed,
    /** All events up to here are in the view; it may be further. */
    private position: Position,
  ) {}

  /** Until the feed had no full page more: nearly at its end. */
  async toEnd(onEvents: (count: number) => void = () => undefined): Promise<void> {
    for (;;) {
      const read = await this.step(PAGE_EVENTS);
      onEvents(read);
      if (read < PAGE_EVENTS) return;
    }
  }

  /** False: more than so many events would have to be folded. */
  async reach(target: Position, eventsMax: number): Promise<boolean> {
    if (isAtOrAfter(this.position, target)) return true;
    const read = await this.step(eventsMax);
    return read < eventsMax || isAtOrAfter(this.position, target);
  }

  private async step(limit: number): Promise<number> {
    const read = await this.feed.readFeed(this.position, limit);
    const last = read.at(-1);
    if (!last) return 0;
    const { view } = this;
    const events = read.filter(({ stream }) => foldsStream(view.projection, stream) && !view.parked.has(stream));
    const before = await view.load([...new Set(events.map(({ stream }) => stream))]);
    const fold = view.fold((stream) => before.get(stream));
    fold.add(events);
    await fold.fillGaps(this.feed);
    const rows = fold.changedRows();
    if (view.projection.keeps === 'latest') {
      for (const stream of fold.states.keys()) {
        const replaced = before.get(stream)?.row;
        if (replaced) view.hash.remove(replaced);
      }
    }
    for (const row of rows) view.hash.add(row);
    await view.write(rows);
    view.park(fold.parked);
    this.position = last.position;
    return read.length;
  }
}
