import { beginningOf, partitionOf, type Position } from '@firstwrite/event-store';
import type { LogWindow } from '@firstwrite/feed';
import type { Projector } from '../projector/projector';
import type { Shop } from './shop';

const PAGE_EVENTS = 1_000;

/** Gives a projector the store's feed as the segments of a published log, as a relay and a consumer do. */
export class PublishedWindow {
  private position: Position = beginningOf(0);
  private publishing = Promise.resolve();
  private readonly window: LogWindow;

  constructor(
    private readonly shop: Shop,
    projector: Projector,
    private readonly partitions: number,
  ) {
    if (!projector.window) throw new Error('this projector follows the store');
    this.window = projector.window;
    const all = Array.from({ length: partitions }, (_, at) => at);
    this.window.assign({ partitions: all, count: partitions });
  }

  /** Publishes what the feed has now; rounds run one after the other. */
  publish(): Promise<void> {
    return (this.publishing = this.publishing.then(() => this.round()));
  }

  private async round(): Promise<void> {
    const from = this.position;
    const stored = await this.shop.store.readFeed(from, PAGE_EVENTS);
    const to = stored.at(-1)?.position ?? from;
    this.position = to;
    for (let partition = 0; partition < this.partitions; partition++) {
      const events = stored.filter(({ stream }) => partitionOf(stream, this.partitions) === partition);
      await this.window.add(partition, { partitions: this.partitions, from, to, events }, 0n);
    }
    if (stored.length === PAGE_EVENTS) await this.round();
  }
}
