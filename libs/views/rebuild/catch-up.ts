import { isAtOrAfter, type Position } from '@firstwrite/event-store';
import type { EventFeed } from '@firstwrite/feed';
import { foldsStream } from '../fold/projection';
import type { OfflineView } from './offline-view';

const PAGE_EVENTS = 2_000;

/** Brings a view that no projector writes up to date from the store's feed. */
export class CatchUp {
  constructor(
    private readonly view: OfflineView,
    private readonly feed: EventFeed,
    /** The view contains all events up to here, and may contain later ones. */
    private position: Position,
  ) {}

  /** Folds events until the feed has no full page left, so the view is nearly at its end. */
  async toEnd(onEvents: (count: number) => void = () => undefined): Promise<void> {
    for (;;) {
      const read = await this.step(PAGE_EVENTS);
      onEvents(read);
      if (read < PAGE_EVENTS) return;
    }
  }

  /** Folds events up to `target`. False if that needs more than `eventsMax` events. */
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
