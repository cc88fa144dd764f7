import type { EventStore } from '@firstwrite/event-store';
import type { RelayLogger } from '../logger';
import type { Segment } from '../published-log/segment';

/** A promotion makes a new incarnation, which is registered before it writes: a foreign one may be asked about again after this. */
const ASK_AGAIN_MS = 1_000;

/**
 * Tells the segments of a store from those of others that publish to the same topic by mistake, a copy of it for example: their
 * positions look alike and mean something else.
 */
export class OwnSegments {
  private readonly own = new Set<string>();
  private readonly foreign = new Map<string, number>();

  constructor(
    private readonly store: Pick<EventStore, 'isIncarnation'>,
    private readonly logger: RelayLogger,
  ) {}

  /** @throws StoreUnavailableError when nobody knows yet */
  async includes({ incarnation }: Pick<Segment, 'incarnation'>): Promise<boolean> {
    if (this.own.has(incarnation)) return true;
    if (performance.now() - (this.foreign.get(incarnation) ?? -Infinity) < ASK_AGAIN_MS) return false;
    if (await this.store.isIncarnation(incarnation)) {
      this.own.add(incarnation);
      return true;
    }
    if (!this.foreign.has(incarnation)) {
      this.logger.warn({ incarnation }, 'another store publishes to this topic: its segments are left out');
    }
    this.foreign.set(incarnation, performance.now());
    return false;
  }
}
