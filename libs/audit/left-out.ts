import { type ProjectionName, projectionNamed, projectionNames, type StreamKind } from '@firstwrite/shop';
import { DiscardedEvents } from '@firstwrite/views';
import type { AuditSession } from './audit-session';

/** A stream that waits at an event which one projection could not fold. */
export interface ParkedStream {
  readonly projection: ProjectionName;
  readonly stream: string;
  readonly version: number;
  readonly type: string;
  readonly reason: string;
  readonly attempts: number;
}

/** An event that somebody had one projection leave out. */
export interface DiscardedEvent {
  readonly projection: ProjectionName;
  readonly stream: string;
  readonly version: number;
  readonly type: string;
  /** Why it could not be folded. */
  readonly problem: string;
  /** Why it was left out, and who said so. */
  readonly reason: string;
  readonly actor: string;
}

const parkedSql = `
select projection, stream, version, type, reason, attempts from parked_stream
where store = $1 and projection = any ($2::text[]) order by projection, stream`;

const discardedSql = `
select projection, stream, version, type, problem, reason, actor from discarded_event
where store = $1 and projection = any ($2::text[]) order by projection, stream, version`;

/** What projections have not folded though they have passed it. */
export class LeftOut {
  private readonly discardedBy: ReadonlyMap<ProjectionName, DiscardedEvents>;
  private readonly parkedVersions: ReadonlyMap<string, number>;

  constructor(
    readonly parked: readonly ParkedStream[],
    readonly discarded: readonly DiscardedEvent[],
  ) {
    this.discardedBy = new Map(
      projectionNames.map((name) => [
        name,
        new DiscardedEvents(discarded.filter(({ projection }) => projection === name)),
      ]),
    );
    this.parkedVersions = new Map(
      parked.map(({ projection, stream, version }) => [`${projection} ${stream}`, version]),
    );
  }

  static async read(session: AuditSession): Promise<LeftOut> {
    const values = [session.storeId, projectionNames];
    const parked = await session.query<ParkedStream>(parkedSql, values);
    return new LeftOut(parked, await session.query<DiscardedEvent>(discardedSql, values));
  }

  discardedOf(projection: string): DiscardedEvents {
    return this.discardedBy.get(projection as ProjectionName) ?? new DiscardedEvents([]);
  }

  /** The version that a projection has parked a stream at; Infinity: it has not. */
  parkedAt(projection: string, stream: string): number {
    return this.parkedVersions.get(`${projection} ${stream}`) ?? Infinity;
  }

  /** Whether every projection that folds this kind of stream leaves an event out. */
  isDiscardedByAll(kind: StreamKind, stream: string, version: number): boolean {
    if (this.discarded.length === 0) return false;
    return projectionNames.every(
      (name) => projectionNamed(name).kind !== kind || this.discardedOf(name).has(stream, version),
    );
  }
}
