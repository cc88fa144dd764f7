import type { Assignment, EventSource, FeedPage, FollowRequest } from './event-source';
import { Pause } from '@firstwrite/resilience';
import type { SharedFeed } from './shared-feed';

const NOTHING: ReadonlyMap<number, FeedPage> = new Map();

/** The store's own feed as the one partition that there is. */
export class StoreSource implements EventSource {
  readonly assignment: Assignment = { partitions: [0], count: 1 };
  private readonly pause = new Pause();

  constructor(private readonly feed: SharedFeed) {}

  async next({ positions, withinMs }: FollowRequest): Promise<ReadonlyMap<number, FeedPage>> {
    const after = positions.get(0);
    if (after === undefined) {
      await this.pause.sleep(withinMs);
      return NOTHING;
    }
    const page = await this.feed.next(after);
    return page ? new Map([[0, page]]) : NOTHING;
  }

  stop(): void {
    this.pause.end();
    this.feed.stop();
  }
}
