import type { EventStore } from '@firstwrite/event-store';
import type { Log } from '../log';
import type { Segment } from '@firstwrite/published-log';

/** An answer of the store is used for this long: a promotion can make a new incarnation while a follower runs. */
const ASK_AGAIN_MS = 1_000;

interface Known {
  readonly isOurs: boolean;
  readonly askedAtMs: number;
}

/**
 * Tells the segments of the current incarnation of the store from those of other stores that publish to the same topic:
 * a copy of it, the store that it is a copy of, or its own former primary. Their positions look alike, but some of
 * their events never came to this store, or were lost to it. Events that are left out here are read from the store.
 */
export class OwnSegments {
  private readonly incarnations = new Map<string, Known>();

  private leftOutLast = false;

  constructor(
    private readonly store: Pick<EventStore, 'isIncarnation'>,
    private readonly logger: Pick<Log, 'warn'>,
  ) {}

  /** @throws StoreUnavailableError when the store cannot say it now */
  async includes(segment: Pick<Segment, 'incarnation'>): Promise<boolean> {
    const isOurs = await this.isOurs(segment);
    this.leftOutLast = !isOurs;
    return isOurs;
  }

  /** @throws when the last segment was of another incarnation */
  requireOurs(): void {
    if (this.leftOutLast)
      throw new Error('the topic has segments of another incarnation of the store: restart its relay');
  }

  private async isOurs({ incarnation }: Pick<Segment, 'incarnation'>): Promise<boolean> {
    const known = this.incarnations.get(incarnation);
    const askedAtMs = performance.now();
    if (known && askedAtMs - known.askedAtMs < ASK_AGAIN_MS) return known.isOurs;
    const isOurs = await this.store.isIncarnation(incarnation);
    if (!isOurs && !this.isForeign(incarnation)) {
      this.logger.warn(
        { incarnation },
        'the topic has segments of another store, or of this one before a promotion or a restore: they are left out',
      );
    }
    this.incarnations.set(incarnation, { isOurs, askedAtMs });
    return isOurs;
  }

  /** Partitions ask at the same time: the first answer logs the warning. */
  private isForeign(incarnation: string): boolean {
    return this.incarnations.get(incarnation)?.isOurs === false;
  }
}
