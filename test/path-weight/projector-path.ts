import { shop } from '@firstwrite/shop';
import { PostgresEventStore, type Position } from '@firstwrite/event-store';
import type { Surroundings } from '@firstwrite/platform';
import type { Projector } from '@firstwrite/views';
import { startProjector } from '@firstwrite/roles';
import { quietSurroundings } from './command-path';

const CAUGHT_UP_WITHIN_MS = 60_000;

/** A projector with all views, in this process and on one database. Its memory is empty at the start. */
export class ProjectorPath {
  private constructor(
    private readonly projector: Projector,
    private readonly surroundings: Surroundings,
  ) {}

  static async start(url: string): Promise<ProjectorPath> {
    const surroundings = quietSurroundings();
    const store = await PostgresEventStore.connect({ url });
    surroundings.shutdown.started('feed', () => store.close());
    const { projector } = startProjector({ shop, url, store }, surroundings);
    return new ProjectorPath(projector, surroundings);
  }

  /** Waits until every view has reached this position. */
  async reaches(position: Position): Promise<void> {
    this.projector.wake();
    expect(await this.projector.caughtUpTo(position, { withinMs: CAUGHT_UP_WITHIN_MS })).toBe(true);
  }

  stop(): Promise<void> {
    return this.surroundings.shutdown.stop();
  }
}
